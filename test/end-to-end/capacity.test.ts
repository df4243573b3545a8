import type { PutItemCommandInput, QueryCommandInput, QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoIncidents } from '../../shared/adapters/dynamodb/incidents.ts';
import { dynamoLateMarkers } from '../../shared/adapters/dynamodb/late-markers.ts';
import { dynamoRollups } from '../../shared/adapters/dynamodb/rollups.ts';
import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import { dynamoSilences } from '../../shared/adapters/dynamodb/silences.ts';
import { dynamoTicks } from '../../shared/adapters/dynamodb/ticks.ts';
import { countRolled } from '../../shared/app/count-rolled.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMinutes, addMs, durationMs, type EpochMs, minuteOf, minutes, startOf } from '../../shared/core/units.ts';
import { aGuardrail, anEvent } from '../support/builders.ts';
import { type Engine, engines } from '../support/engines.ts';
import { aWorld, at } from '../support/world.ts';

const EVENTS_PER_MINUTE = 600;
const BYTES_PER_READ_UNIT = 4096;

/** What one query of raw segments asked for: the minutes of its range, and what the engine billed for it. */
interface RawRead {
  readonly range: readonly [first: string, last: string];
  readonly units: number;
}

let engine: Engine | undefined;
/** Of each tick, by its minute. */
const ticks = new Map<number, readonly RawRead[]>();
/** Of the largest segment that was stored. */
let largest = 0;

beforeAll(async () => {
  const [embedded] = engines;
  engine = await embedded?.start();
  const table = await engine?.table();
  if (table === undefined) throw new Error('no engine');
  let reads: RawRead[] = [];
  table.client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'PutItemCommand') {
          const { Item } = args.input as PutItemCommandInput;
          if (Item?.['pk']?.S?.startsWith('SEG#') === true) largest = Math.max(largest, Item['data']?.B?.length ?? 0);
        }
        if (commandName !== 'QueryCommand') return next(args);
        const input: QueryCommandInput = { ...(args.input as QueryCommandInput), ReturnConsumedCapacity: 'TOTAL' };
        const result = await next({ ...args, input });
        const { ':pk': pk, ':first': first, ':last': last } = input.ExpressionAttributeValues ?? {};
        if (pk?.S?.startsWith('SEG#') === true) {
          const { ConsumedCapacity: consumed } = result.output as QueryCommandOutput;
          const range = [first?.S?.slice(11, 16) ?? '', last?.S?.slice(11, 16) ?? ''] as const;
          reads.push({ range, units: consumed?.CapacityUnits ?? Number.NaN });
        }
        return result;
      },
    { step: 'initialize', name: 'meter' },
  );

  const [segments, rollups] = [dynamoSegments(table), dynamoRollups(table)];
  const world = aWorld({
    guardrails: [aGuardrail()],
    segments,
    rollups,
    counts: countRolled({ segments, rollups }),
    markers: dynamoLateMarkers(table),
    incidents: dynamoIncidents(table),
    silences: dynamoSilences(table),
    ticks: dynamoTicks(table),
  });
  for (let minute = 0; minute < 186; minute++) {
    const events = Array.from({ length: EVENTS_PER_MINUTE }, (_, index) =>
      anEvent({
        time: addMs(at(minute), durationMs(index * 100)),
        outcome: index % 100 === 0 ? 'failed' : 'succeeded',
        latencyMs: (index * 7_919) % 5_000,
        amount: (index * 104_729) % 90_000,
      }),
    );
    await segments.put(encodeBatch(events).segments);
    reads = [];
    const report = await world.tick(minute + 1);
    expect(report).toMatchObject({ status: 'done', failures: [], sealed: { behind: 0 } });
    ticks.set(minute + 1, reads);
  }
}, minutes(3));
afterAll(() => engine?.stop());

const unitsOf = (tick: number): number => (ticks.get(tick) ?? []).reduce((sum, { units }) => sum + units, 0);
const clock = (time: EpochMs): string => new Date(time).toISOString().slice(11, 16);

/** The ticks lie alike in their hours: one that reads over the full hour asks two partitions. */
describe.each([
  ['five minutes', 6],
  ['an hour', 65],
  ['three hours', 185],
])('what a tick reads of raw segments after %s of constant traffic', (_, tick) => {
  it('is three minutes that are not sealed, and the one of them that it seals again', () => {
    const minute = (back: number): string => clock(startOf(addMinutes(minuteOf(at(tick)), -back)));
    const ranges = (ticks.get(tick) ?? []).map(({ range }) => range.join(' to '));
    expect([...new Set(ranges)]).toEqual([`${minute(3)} to ${minute(1)}`, `${minute(3)} to ${minute(3)}`]);
  });

  it('is billed as four minutes of events', () => {
    const perMinute = Math.ceil(largest / BYTES_PER_READ_UNIT);
    expect(perMinute).toBeGreaterThan(1);
    // A query of no items is billed nothing by this engine, and each of the others is rounded up.
    expect(unitsOf(tick)).toBeGreaterThanOrEqual(4 * (perMinute - 1));
    expect(unitsOf(tick)).toBeLessThanOrEqual(4 * perMinute);
  });
});

it('a tick after three hours reads no more than one after five minutes', () => {
  expect(Math.abs(unitsOf(185) - unitsOf(6))).toBeLessThanOrEqual(2);
});
