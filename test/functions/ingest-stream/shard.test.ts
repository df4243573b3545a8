import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { invoke } from '../../../cli/local/lambda.ts';
import { ingestStreamHandler } from '../../../functions/ingest-stream/handler.ts';
import type { Table } from '../../../shared/adapters/dynamodb/client.ts';
import { dynamoLateMarkers } from '../../../shared/adapters/dynamodb/late-markers.ts';
import { dynamoSegments } from '../../../shared/adapters/dynamodb/segments.ts';
import { budgets } from '../../../shared/budgets.ts';
import type { SegmentStore } from '../../../shared/ports/segments.ts';
import { aRawEvent, NOW } from '../../support/builders.ts';
import { type Engine, engines } from '../../support/engines.ts';
import { aStreamDelivery } from '../../support/lambda.ts';
import { captureLogs } from '../../support/logs.ts';
import { eventsIn } from '../../support/segment-stores.ts';

/** In how many tries a shard is read to its end: Lambda goes on from the first record that was reported. */
const readShard = async (
  handler: (event: KinesisStreamEvent) => Promise<KinesisStreamBatchResponse>,
  records: readonly string[],
): Promise<number> => {
  const all = aStreamDelivery(...records).Records;
  let tries = 0;
  for (let from = 0; from < all.length; tries++) {
    if (tries === 20) throw new Error(`The shard stands still at record ${from}`);
    const { batchItemFailures } = await handler({ Records: all.slice(from, from + 4) });
    const again = batchItemFailures.map(({ itemIdentifier }) =>
      all.findIndex(({ kinesis }) => kinesis.sequenceNumber === itemIdentifier),
    );
    from = Math.min(from + 4, ...again);
  }
  return tries;
};

describe.each(engines.slice(0, 1))('a shard, stored in $name', ({ start }) => {
  let engine: Engine;
  let table: Table;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine.stop());
  beforeEach(async () => {
    captureLogs();
    table = await engine.table();
  });

  const handlerOn = (segments: SegmentStore) => {
    const handler = ingestStreamHandler({ segments, markers: dynamoLateMarkers(table), clock: { now: () => NOW } });
    const fn = { name: 'ingest-stream', timeout: budgets.ingestTimeout, handler };
    return (event: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> => invoke(fn, event);
  };
  const batchOf = (...events: readonly unknown[]): string => JSON.stringify({ events });
  const records = [
    batchOf(aRawEvent(), aRawEvent({ time: NOW - 60_000 })),
    'no JSON',
    batchOf(aRawEvent(), aRawEvent({ latencyMs: -1 })),
    batchOf(aRawEvent({ time: NOW - 3_600_000 })),
    batchOf(aRawEvent({ attributes: { pan: '4111111111111111' } })),
    batchOf(aRawEvent()),
  ];

  it('is read in one go, whatever can not be read in it', async () => {
    const segments = dynamoSegments(table);
    expect(await readShard(handlerOn(segments), records)).toBe(2);
    expect(await eventsIn(segments)).toBe(5);
  });

  it('is read to its end by a store that fails now and then, and each of its events counts once', async () => {
    const segments = dynamoSegments(table);
    let puts = 0;
    const flaky: SegmentStore = {
      ...segments,
      put: (all, signal) =>
        puts++ % 4 === 0
          ? Promise.resolve({ stored: 0, failures: all.map(() => new Error('throttled')) })
          : segments.put(all, signal),
    };
    expect(await readShard(handlerOn(flaky), records)).toBeGreaterThan(2);
    expect(await eventsIn(segments)).toBe(5);
  });
});
