import type { PutItemCommandInput, QueryCommandInput, QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Table } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoIncidents } from '../../shared/adapters/dynamodb/incidents.ts';
import { dynamoLateMarkers } from '../../shared/adapters/dynamodb/late-markers.ts';
import { dynamoRollups } from '../../shared/adapters/dynamodb/rollups.ts';
import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import { dynamoSilences } from '../../shared/adapters/dynamodb/silences.ts';
import { dynamoTicks } from '../../shared/adapters/dynamodb/ticks.ts';
import { countRolled } from '../../shared/app/count-rolled.ts';
import type { EvaluateDependencies } from '../../shared/app/evaluate.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMs, durationMs } from '../../shared/core/units.ts';
import { anEvent } from '../support/builders.ts';
import { at } from '../support/world.ts';

const EVENTS_PER_MINUTE = 600;
export const BYTES_PER_READ_UNIT = 4096;

/** What one query asked for: the minutes of its range, and what the engine billed for it. */
export interface MeteredRead {
  readonly range: readonly [first: string, last: string];
  readonly units: number;
}

export interface Meter {
  /** Of raw segments, and of rollups; whoever looks empties them. */
  raw: MeteredRead[];
  rolled: MeteredRead[];
  /** Bytes of the largest segment that was stored. */
  largest: number;
}

/** Meters what is asked of a table from now on; others may share its client. */
export const metered = ({ client, tableName }: Table): Meter => {
  const meter: Meter = { raw: [], rolled: [], largest: 0 };
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if ((args.input as { TableName?: string }).TableName !== tableName) return next(args);
        if (commandName === 'PutItemCommand') {
          const { Item } = args.input as PutItemCommandInput;
          if (Item?.['pk']?.S?.startsWith('SEG#') === true)
            meter.largest = Math.max(meter.largest, Item['data']?.B?.length ?? 0);
        }
        if (commandName !== 'QueryCommand') return next(args);
        const input: QueryCommandInput = { ...(args.input as QueryCommandInput), ReturnConsumedCapacity: 'TOTAL' };
        const result = await next({ ...args, input });
        const { ':pk': pk, ':first': first, ':last': last } = input.ExpressionAttributeValues ?? {};
        const { ConsumedCapacity: consumed } = result.output as QueryCommandOutput;
        const range = [first?.S?.slice(11, 16) ?? '', last?.S?.slice(11, 16) ?? ''] as const;
        const read = { range, units: consumed?.CapacityUnits ?? Number.NaN };
        if (pk?.S?.startsWith('SEG#') === true) meter.raw.push(read);
        if (pk?.S?.startsWith('ROLL#') === true) meter.rolled.push(read);
        return result;
      },
    { step: 'initialize', name: `meter of ${tableName}` },
  );
  return meter;
};

export const unitsOf = (reads: readonly MeteredRead[]): number => reads.reduce((sum, { units }) => sum + units, 0);

/** The real stores on a table. */
export const storesOn = (table: Table) => {
  const [segments, rollups] = [dynamoSegments(table), dynamoRollups(table)];
  return {
    segments,
    rollups,
    counts: countRolled({ segments, rollups }),
    markers: dynamoLateMarkers(table),
    incidents: dynamoIncidents(table),
    silences: dynamoSilences(table),
    ticks: dynamoTicks(table),
  } satisfies Partial<EvaluateDependencies>;
};

/** Stores a minute of payments, one of a hundred of which fails: the same bytes in every table. */
export const traffic = async ({ segments }: ReturnType<typeof storesOn>, minute: number): Promise<void> => {
  const events = Array.from({ length: EVENTS_PER_MINUTE }, (_, index) =>
    anEvent({
      id: `pay_${minute}_${index}`,
      time: addMs(at(minute), durationMs(index * 100)),
      outcome: index % 100 === 0 ? 'failed' : 'succeeded',
      latencyMs: (index * 7_919) % 5_000,
      amount: (index * 104_729) % 90_000,
    }),
  );
  await segments.put(encodeBatch(events).segments);
};
