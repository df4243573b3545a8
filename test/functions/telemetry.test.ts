import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ingestQueueHandler } from '../../functions/ingest-queue/handler.ts';
import { memoryLateMarkers } from '../../shared/adapters/memory/late-markers.ts';
import { memorySegments } from '../../shared/adapters/memory/segments.ts';
import type { SegmentStore } from '../../shared/ports/segments.ts';
import { aRawEvent, NOW } from '../support/builders.ts';
import { aContext, aDelivery } from '../support/lambda.ts';
import { captureLogs } from '../support/logs.ts';
import { failingStore, storeThat } from '../support/segment-stores.ts';
import { metricLines } from './emf.ts';
import { send } from './ingest-http/send.ts';

// Powertools prints no metrics where POWERTOOLS_DEV is set, unless told to.
vi.hoisted(() => (process.env['POWERTOOLS_METRICS_DISABLED'] = 'false'));

let logged: () => string;
beforeEach(() => {
  logged = captureLogs();
});

const MARK = 'S3cr3t';
/** One digit off the number of a test card, which would be refused. */
const NUMBER = 4_111_111_111_111_112;
const CARD = 4_111_111_111_111_111;

/** An event whose every value would be recognised in a log. */
const marked = (overrides: Record<string, unknown> = {}): Record<string, unknown> =>
  aRawEvent({
    id: `${MARK}-id`,
    source: `${MARK}-source`,
    amount: NUMBER,
    attributes: { merchant: `${MARK}-merchant`, card: NUMBER },
    ...overrides,
  });
const batchOf = (...events: readonly unknown[]): string => JSON.stringify({ events });

const bodies: readonly (readonly [string, string])[] = [
  ['valid events', batchOf(marked(), marked({ id: `${MARK}-other` }))],
  ['copies and conflicts', batchOf(marked(), marked(), marked({ outcome: 'failed' }))],
  ['a field of a wrong kind', batchOf(marked({ latencyMs: `${MARK}-latency` }))],
  ['a bad id', batchOf(marked({ id: `${MARK} id` }))],
  ['a bad source', batchOf(marked({ source: `${MARK} source` }))],
  ['a bad time', batchOf(marked({ time: `${MARK}-time` }))],
  ['a bad outcome', batchOf(marked({ outcome: `${MARK}-outcome` }))],
  ['an amount too large', batchOf(marked({ amount: NUMBER * 10 }))],
  ['an attribute that holds a list', batchOf(marked({ attributes: { card: [`${MARK}-1`, CARD] } }))],
  ['a card number', batchOf(marked({ attributes: { card: String(CARD) } }))],
  ['an unknown key', batchOf(marked({ note: `${MARK}-note` }))],
  ['text where an event is meant', batchOf(`${MARK}-event`)],
  ['text that is no JSON', `{"events":[{"id":"${MARK}-id","card":${CARD}`],
  ['JSON that is no batch', JSON.stringify({ [MARK]: 1, events: [marked()] })],
  ['JSON that nests too deep', `["${MARK}",${'['.repeat(17)}`],
  ['a CloudEvent with a bad field', JSON.stringify([{ specversion: '1.0', ...marked(), data: { fraud: MARK } }])],
];

/** As those of the SDK, with the request and its cause hanging on it. */
const fault = Object.assign(new Error('throttled', { cause: new Error(`${MARK} cause`) }), {
  $response: { body: `${MARK} response` },
  request: { Item: { data: `${MARK} item ${CARD}` } },
});

const stores: readonly (readonly [string, () => SegmentStore])[] = [
  ['takes them', memorySegments],
  ['fails', () => failingStore(fault)],
  ['throws', () => storeThat(() => Promise.reject(fault))],
];
const cases = bodies.flatMap(([what, body]) => stores.map(([ends, store]) => [what, ends, body, store] as const));

const expectNothingOfTheEvents = (log: string): void => {
  expect(log).not.toContain(MARK);
  expect(log).not.toContain(String(NUMBER));
  expect(log).not.toContain(String(CARD));
};

describe('no log line or metric holds the body, an id or a value of an event', () => {
  it.each(cases)('that comes over HTTP: %s, when the store %s', async (_what, _ends, body, store) => {
    await send({ body }, store());
    expect(logged()).not.toBe('');
    expectNothingOfTheEvents(logged());
  });

  it.each(cases)('that comes over the queue: %s, when the store %s', async (_what, _ends, body, store) => {
    const dependencies = { segments: store(), markers: memoryLateMarkers(), clock: { now: () => NOW } };
    await ingestQueueHandler(dependencies)(aDelivery(body), aContext());
    expect(logged()).not.toBe('');
    expectNothingOfTheEvents(logged());
  });

  it.each([
    ['an unknown content type', { headers: { 'Content-Type': MARK }, body: MARK }],
    ['an unknown encoding', { headers: { 'Content-Type': 'application/json', 'Content-Encoding': MARK }, body: MARK }],
    ['an authorization', { headers: { 'Content-Type': 'application/json', Authorization: MARK }, body: '' }],
    ['base64', { body: Buffer.from(`{"${MARK}`).toString('base64'), isBase64Encoded: true }],
  ])('or a header of a request: %s', async (_what, request) => {
    await send(request);
    expect(logged()).not.toBe('');
    expectNothingOfTheEvents(logged());
  });
});

describe('the log', () => {
  it('says why segments were not stored', async () => {
    await send({ body: batchOf(marked()) }, failingStore(fault));
    expect(logged()).toContain('segments were not stored');
    expect(logged()).toContain('throttled');
  });

  it('counts what was stored and refused; conflicts are a line of their own', async () => {
    await send({ body: batchOf(marked(), marked({ outcome: 'failed' }), marked({ id: 'other' }), 0) });
    expect(metricLines(logged()).map(({ values }) => values)).toEqual([{ EventsStored: 2, EventsRefused: 1 }]);
    expect(logged()).toMatch(/"conflicts": 1\b/);
  });

  it('counts what came late beside what was stored, so that its share is known', async () => {
    const late = { time: NOW - 600_000 };
    await send({ body: batchOf(marked(), marked(late), marked({ ...late, id: 'other' })) });
    expect(metricLines(logged()).map(({ values }) => values)).toEqual([{ EventsStored: 3, LateEvents: 2 }]);
  });

  it('counts nothing late where nothing is', async () => {
    await send({ body: batchOf(marked()) });
    expect(metricLines(logged()).map(({ values }) => values)).toEqual([{ EventsStored: 1 }]);
  });
});
