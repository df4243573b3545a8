import { readFileSync } from 'node:fs';
import type { Table } from '../../shared/adapters/dynamodb/client.ts';
import { queryAll } from '../../shared/adapters/dynamodb/query.ts';
import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import { readBatch } from '../../shared/core/event/batch.ts';
import { loadGuardrails } from '../../shared/core/guardrail/load.ts';
import { type Part, partsOf } from '../../shared/core/rollup/part.ts';
import { rollupOf } from '../../shared/core/rollup/rollup.ts';
import { decodeSegment } from '../../shared/core/segment/decode-segment.ts';
import { dedupe } from '../../shared/core/segment/dedupe.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMinutes } from '../../shared/core/units.ts';
import { batchWrites, conditionalPut, type Item, itemOf, partitionOf, readWithZod } from './item-per-event.ts';
import { MINUTE, NOW } from './payments.ts';

/** Failed (or timed out) and all payments of each bank: what every way has to answer the same. */
export type Counts = ReadonlyMap<string, readonly [bad: number, total: number]>;

/** One way from the bodies of producers to counts, through a table. */
export interface Way {
  readonly name: string;
  /** Reads the bodies and writes them; each function is one request, or all of one body. */
  readonly ingest: (table: Table, bodies: readonly string[]) => (() => Promise<unknown>)[];
  readonly count: (table: Table) => Promise<Counts>;
}

/** The failures of guardrails.yaml, by bank. */
const failuresByBank = (): Part => {
  const loaded = loadGuardrails(readFileSync('guardrails.yaml', 'utf8'), 'guardrails.yaml');
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const failures = loaded.guardrails.filter(({ id }) => id === 'payment-failures');
  const byBank = partsOf(failures).find(({ by }) => by === 'bank');
  if (byBank === undefined) throw new Error('guardrails.yaml: expected payment-failures by bank, found none');
  return byBank;
};

const part = failuresByBank();

const ofSegments: Way = {
  name: 'Parapet',
  ingest: (table, bodies) =>
    bodies.map((body) => async () => {
      const batch = readBatch(body, 'batch', NOW);
      if (!batch.ok) throw new Error(batch.refusal.message);
      const { failures } = await dynamoSegments(table).put(encodeBatch(batch.events).segments);
      if (failures.length > 0) throw new AggregateError(failures, 'expected every segment to be stored');
    }),
  count: async (table) => {
    const counts = new Map<string, readonly [number, number]>();
    for await (const { minute, segments } of dynamoSegments(table).read(MINUTE, addMinutes(MINUTE, 1), NOW)) {
      const distinct = dedupe(segments.map((segment) => decodeSegment(segment)));
      for (const [group, { bad, total }] of rollupOf(part, minute, distinct).groups)
        counts.set(group.slice('bank='.length), [bad, total]);
    }
    return counts;
  },
};

const itemsOf = (body: string): Item[] => readWithZod(body, 'compiled').map(itemOf);

const countItems = async (table: Table): Promise<Counts> => {
  const counts = new Map<string, [number, number]>();
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: partitionOf(MINUTE) } },
  });
  for (const { 'a.bank': bank, outcome } of items) {
    const [bad, total] = counts.get(bank?.S ?? '') ?? [0, 0];
    counts.set(bank?.S ?? '', [bad + (outcome?.S === 'failed' || outcome?.S === 'timeout' ? 1 : 0), total + 1]);
  }
  return counts;
};

const byConditionalPut: Way = {
  name: 'an item per event, conditional PutItem',
  ingest: ({ client, tableName }, bodies) =>
    bodies.flatMap((body) => itemsOf(body).map((item) => () => client.send(conditionalPut(tableName, item)))),
  count: countItems,
};

const byBatchWrite: Way = {
  name: 'an item per event, BatchWriteItem of 25',
  ingest: ({ client, tableName }, bodies) =>
    bodies.flatMap((body) => batchWrites(tableName, itemsOf(body)).map((write) => () => client.send(write))),
  count: countItems,
};

export const ways: readonly Way[] = [ofSegments, byConditionalPut, byBatchWrite];
