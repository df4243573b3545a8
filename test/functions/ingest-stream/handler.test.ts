import { gzipSync } from 'node:zlib';
import type { Context, KinesisStreamBatchResponse } from 'aws-lambda';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ingestStreamHandler } from '../../../functions/ingest-stream/handler.ts';
import { memoryLateMarkers } from '../../../shared/adapters/memory/late-markers.ts';
import { memorySegments } from '../../../shared/adapters/memory/segments.ts';
import type { LateMarkers } from '../../../shared/ports/late-markers.ts';
import type { SegmentStore } from '../../../shared/ports/segments.ts';
import { aRawEvent, NOW } from '../../support/builders.ts';
import { aContext, aContextOutOfTime, aStreamDelivery } from '../../support/lambda.ts';
import { captureLogs } from '../../support/logs.ts';
import { metricLines } from '../emf.ts';
import { eventsIn, failingStore, hangingStore, storeThat } from '../../support/segment-stores.ts';

// Powertools prints no metrics where POWERTOOLS_DEV is set, unless told to.
vi.hoisted(() => (process.env['POWERTOOLS_METRICS_DISABLED'] = 'false'));

let logged: () => string;
beforeEach(() => {
  logged = captureLogs();
});

const deliver = (
  data: readonly (string | Uint8Array)[],
  segments: SegmentStore = memorySegments(),
  context: Context = aContext(),
  markers: LateMarkers = memoryLateMarkers(),
): Promise<KinesisStreamBatchResponse> =>
  ingestStreamHandler({ segments, markers, clock: { now: () => NOW } })(aStreamDelivery(...data), context);
const failed = (...indexes: readonly number[]): KinesisStreamBatchResponse => ({
  batchItemFailures: indexes.map((index) => ({ itemIdentifier: `record-${index}` })),
});
const batchOf = (...events: readonly unknown[]): string => JSON.stringify({ events });
const invalid = () => aRawEvent({ latencyMs: -1 });

/** What can't be read, now or ever. */
const unreadable = new Map<string, string | Uint8Array>([
  ['is no JSON', 'no JSON'],
  ['is empty', ''],
  ['is no batch', '{"id":"pay_1"}'],
  ['nests too deep', '['.repeat(17)],
  ['is no UTF-8', new Uint8Array([0x7b, 0xff])],
  ['is compressed', gzipSync(batchOf(aRawEvent()))],
  ['is aggregated by the KPL', Buffer.concat([Buffer.from('f3899ac20a01611a', 'hex'), Buffer.from(batchOf())])],
]);

describe('a delivery of records', () => {
  it('is taken when every event of every record is stored', async () => {
    const segments = memorySegments();
    const data = [batchOf(aRawEvent(), aRawEvent()), batchOf(aRawEvent()), batchOf()];
    expect(await deliver(data, segments)).toEqual(failed());
    expect(await eventsIn(segments)).toBe(3);
  });

  it('may hold all that a message of the queue may, in any script', async () => {
    const segments = memorySegments();
    const cloudEvent = { specversion: '1.0', id: 'a', source: 's', type: 'payment', time: NOW };
    const data = { outcome: 'failed', attributes: { bank: '中国工商银行' } };
    const records = [
      [{ ...cloudEvent, data }],
      { ...cloudEvent, id: 'b', data },
      { 'detail-type': 'Payment', detail: { ...data, id: 'c', time: NOW } },
    ];
    expect(
      await deliver(
        records.map((record) => JSON.stringify(record)),
        segments,
      ),
    ).toEqual(failed());
    expect(await eventsIn(segments)).toBe(3);
  });

  it('is not held up by a record with an invalid event: the others of it are stored, and it does not come again', async () => {
    const segments = memorySegments();
    const data = [batchOf(aRawEvent()), batchOf(aRawEvent(), invalid(), aRawEvent()), batchOf(aRawEvent())];
    expect(await deliver(data, segments)).toEqual(failed());
    expect(await eventsIn(segments)).toBe(4);
  });

  it.each([...unreadable])('is not held up by a record that %s', async (_sentence, record) => {
    const segments = memorySegments();
    expect(await deliver([batchOf(aRawEvent()), record, batchOf(aRawEvent())], segments)).toEqual(failed());
    expect(await eventsIn(segments)).toBe(2);
  });

  it('counts once however often its records come again', async () => {
    const segments = memorySegments();
    const data = [batchOf(aRawEvent(), invalid()), batchOf(aRawEvent())];
    for (let attempt = 0; attempt < 3; attempt++) expect(await deliver(data, segments)).toEqual(failed());
    expect(await eventsIn(segments)).toBe(2);
  });
});

describe('a store that does not take the segments', () => {
  const fault = new Error('throttled');

  it.each<[string, SegmentStore, Context]>([
    ['fails each write', failingStore(fault), aContext()],
    ['throws', storeThat(() => Promise.reject(fault)), aContext()],
    ['hangs until the time to answer', hangingStore(), aContextOutOfTime()],
  ])('has its records come again: it %s', async (_sentence, segments, context) => {
    expect(await deliver([batchOf(aRawEvent()), batchOf(aRawEvent())], segments, context)).toEqual(failed(0, 1));
  });

  it('has only what it did not take reported, and not what can not be read', async () => {
    const kept = memorySegments();
    let puts = 0;
    const segments = storeThat((all, signal) =>
      puts++ === 1 ? Promise.resolve({ stored: 0, failures: [fault] }) : kept.put(all, signal),
    );
    const data = [batchOf(aRawEvent()), 'no JSON', batchOf(aRawEvent(), invalid()), batchOf(aRawEvent())];
    expect(await deliver(data, segments)).toEqual(failed(2));
    expect(await eventsIn(kept)).toBe(2);
  });
});

describe('the log', () => {
  it.each([
    ['an invalid event', batchOf(invalid()), '1 invalid events; the first: invalid_field latencyMs: expected a number'],
    ['no batch', 'no JSON', 'not_json: expected JSON'],
    ['bytes that are no text', new Uint8Array([0xff]), 'not_utf8: expected UTF-8'],
    [
      'a card number',
      batchOf(aRawEvent({ attributes: { pan: '4111111111111111' } })),
      '1 invalid events; the first: card_number attributes.pan: expected no card number',
    ],
  ])('says where in the stream the record lies that was not taken, and why: %s', async (_sentence, record, reason) => {
    await deliver([batchOf(), record]);
    expect(logged()).toContain('shardId-000000000006:record-1');
    expect(logged()).toContain(reason);
    expect(logged()).not.toContain('record-0');
    expect(logged()).not.toContain('4111111111111111');
    expect(logged()).not.toContain('partition-key');
  });

  it('says where the records lie that come again, and why', async () => {
    await deliver(
      [batchOf(aRawEvent())],
      storeThat(() => Promise.reject(new Error('throttled'))),
    );
    expect(logged()).toContain('shardId-000000000006:record-0');
    expect(logged()).toContain('throttled');
  });

  it('says nothing of records that are taken', async () => {
    await deliver([batchOf(aRawEvent())]);
    expect(logged()).not.toContain('record-0');
  });

  it.each<[string, string | Uint8Array, number]>([
    ['each invalid event', batchOf(invalid(), aRawEvent(), invalid()), 2],
    ['a record that is no batch as one', 'no JSON', 1],
    ['a record that is no text as one', new Uint8Array([0xff]), 1],
  ])('counts as refused %s', async (_sentence, record, count) => {
    await deliver([record]);
    const refused = metricLines(logged()).flatMap(({ values }) => values['EventsRefused'] ?? []);
    expect(refused).toEqual([count]);
  });
});
