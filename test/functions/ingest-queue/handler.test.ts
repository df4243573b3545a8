import type { Context, SQSBatchResponse } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { ingestQueueHandler } from '../../../functions/ingest-queue/handler.ts';
import { memoryLateMarkers } from '../../../shared/adapters/memory/late-markers.ts';
import { memorySegments } from '../../../shared/adapters/memory/segments.ts';
import type { LateMarkers } from '../../../shared/ports/late-markers.ts';
import type { SegmentStore } from '../../../shared/ports/segments.ts';
import { aRawEvent, NOW } from '../../support/builders.ts';
import { aContext, aContextOutOfTime, aDelivery } from '../../support/lambda.ts';
import { captureLogs } from '../../support/logs.ts';
import { eventsIn, failingStore, hangingStore, storeThat } from '../../support/segment-stores.ts';

let logged: () => string;
beforeEach(() => {
  logged = captureLogs();
});

const deliver = (
  bodies: readonly string[],
  segments: SegmentStore = memorySegments(),
  context: Context = aContext(),
  markers: LateMarkers = memoryLateMarkers(),
): Promise<SQSBatchResponse> =>
  ingestQueueHandler({ segments, markers, clock: { now: () => NOW } })(aDelivery(...bodies), context);
const failed = (...indexes: readonly number[]): SQSBatchResponse => ({
  batchItemFailures: indexes.map((index) => ({ itemIdentifier: `message-${index}` })),
});
const batchOf = (...events: readonly unknown[]): string => JSON.stringify({ events });
const invalid = () => aRawEvent({ latencyMs: -1 });

describe('a delivery of messages', () => {
  it('is taken when every event of every message is stored', async () => {
    const segments = memorySegments();
    const bodies = [batchOf(aRawEvent(), aRawEvent()), batchOf(aRawEvent()), batchOf()];
    expect(await deliver(bodies, segments)).toEqual(failed());
    expect(await eventsIn(segments)).toBe(3);
  });

  it('may hold CloudEvents beside our own batches', async () => {
    const segments = memorySegments();
    const data = { outcome: 'failed' };
    const cloudEvent = { specversion: '1.0', id: 'a', source: 's', type: 'payment', time: NOW, data };
    expect(
      await deliver([JSON.stringify([cloudEvent, { ...cloudEvent, id: 'b' }]), batchOf(aRawEvent())], segments),
    ).toEqual(failed());
    expect(await eventsIn(segments)).toBe(3);
  });

  it('may be an event of EventBridge, or a single CloudEvent', async () => {
    const segments = memorySegments();
    const envelope = { version: '0', 'detail-type': 'Payment', source: 'shop', account: '1', time: NOW, region: 'r' };
    const bodies = [
      { ...envelope, id: 'a', detail: { outcome: 'failed' } },
      { ...envelope, id: 'b', detail: { events: [aRawEvent(), aRawEvent()] } },
      { specversion: '1.0', id: 'c', source: 's', type: 'payment', time: NOW, data: { outcome: 'failed' } },
    ].map((body) => JSON.stringify(body));
    expect(await deliver(bodies, segments)).toEqual(failed());
    expect(await eventsIn(segments)).toBe(4);
  });

  it('fails in the message that holds an invalid event; its valid events are stored, and so are those of the others', async () => {
    const segments = memorySegments();
    const bodies = [batchOf(aRawEvent()), batchOf(aRawEvent(), invalid(), aRawEvent()), batchOf(aRawEvent())];
    expect(await deliver(bodies, segments)).toEqual(failed(1));
    expect(await eventsIn(segments)).toBe(4);
  });

  it('counts once however often a failed message comes again', async () => {
    const segments = memorySegments();
    const body = batchOf(aRawEvent(), invalid());
    for (let attempt = 0; attempt < 3; attempt++) expect(await deliver([body], segments)).toEqual(failed(0));
    expect(await deliver([body, body], segments)).toEqual(failed(0, 1));
    expect(await eventsIn(segments)).toBe(1);
  });

  it('is taken where two bodies claim one id: a message again would change nothing', async () => {
    const segments = memorySegments();
    const event = aRawEvent({ outcome: 'succeeded' });
    expect(await deliver([batchOf(event, { ...event, outcome: 'failed' })], segments)).toEqual(failed());
    expect(await eventsIn(segments)).toBe(1);
  });

  it.each([
    ['is no JSON', 'no JSON'],
    ['is empty', ''],
    ['is no batch', '{"id":"pay_1"}'],
    ['nests too deep', '['.repeat(17)],
    [
      'touches more than 60 minutes',
      batchOf(...Array.from({ length: 61 }, (_, ago) => aRawEvent({ time: NOW - ago * 60_000 }))),
    ],
  ])('fails in the message that %s, and in no other', async (_sentence, body) => {
    const segments = memorySegments();
    expect(await deliver([batchOf(aRawEvent()), body], segments)).toEqual(failed(1));
    expect(await eventsIn(segments)).toBe(1);
  });

  it('fails in every message, and does not throw, where none can be taken', async () => {
    expect(await deliver(['no JSON', '{}', batchOf(invalid())])).toEqual(failed(0, 1, 2));
  });
});

describe('a store that does not take the segments', () => {
  const fault = new Error('throttled');

  it.each<[string, SegmentStore, Context]>([
    ['fails each write', failingStore(fault), aContext()],
    ['throws', storeThat(() => Promise.reject(fault)), aContext()],
    ['hangs until the time to answer', hangingStore(), aContextOutOfTime()],
  ])('has its messages come again: it %s', async (_sentence, segments, context) => {
    expect(await deliver([batchOf(aRawEvent()), batchOf(aRawEvent())], segments, context)).toEqual(failed(0, 1));
  });

  it('has only the messages come again that it did not take', async () => {
    const kept = memorySegments();
    let puts = 0;
    const segments = storeThat((all, signal) =>
      puts++ === 1 ? Promise.resolve({ stored: 0, failures: [fault] }) : kept.put(all, signal),
    );
    const bodies = [batchOf(aRawEvent()), batchOf(aRawEvent()), batchOf(aRawEvent())];
    expect(await deliver(bodies, segments)).toEqual(failed(1));
    expect(await eventsIn(kept)).toBe(2);
  });
});

describe('late markers that can not be written', () => {
  it('have the messages with late events come again, and no others', async () => {
    const segments = memorySegments();
    const markers: LateMarkers = {
      ...memoryLateMarkers(),
      mark: async (all) => ({ stored: 0, failures: all.map(() => new Error('throttled')) }),
    };
    const bodies = [batchOf(aRawEvent()), batchOf(aRawEvent({ time: NOW - 600_000 })), batchOf(aRawEvent())];
    expect(await deliver(bodies, segments, aContext(), markers)).toEqual(failed(1));
    expect(await eventsIn(segments)).toBe(2);
  });
});

describe('the log', () => {
  it.each([
    [
      'an invalid event',
      batchOf(aRawEvent(), invalid()),
      '1 invalid events; the first: invalid_field latencyMs: expected a number',
    ],
    ['a body that is no batch', 'no JSON', 'not_json: expected JSON'],
    [
      'a card number',
      batchOf(aRawEvent({ attributes: { pan: '4111111111111111' } })),
      '1 invalid events; the first: card_number attributes.pan: expected no card number',
    ],
  ])('says which message goes back, and why: %s', async (_sentence, body, reason) => {
    await deliver([batchOf(), body]);
    expect(logged()).toContain('message-1');
    expect(logged()).toContain(reason);
    expect(logged()).not.toContain('message-0');
    expect(logged()).not.toContain('4111111111111111');
  });

  it('says which message goes back, and why, where the store throws', async () => {
    await deliver(
      [batchOf(aRawEvent())],
      storeThat(() => Promise.reject(new Error('throttled'))),
    );
    expect(logged()).toContain('message-0');
    expect(logged()).toContain('throttled');
  });

  it('says nothing of messages that are taken', async () => {
    await deliver([batchOf(aRawEvent())]);
    expect(logged()).not.toContain('message-0');
  });
});
