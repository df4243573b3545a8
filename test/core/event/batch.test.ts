import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Envelope, type ReadBatch, readBatch } from '../../../shared/core/event/batch.ts';
import { isDeeperThan } from '../../../shared/core/event/depth.ts';
import { limits } from '../../../shared/core/limits.ts';
import { rawEvents } from '../../support/arbitraries.ts';
import { aRawEvent, NOW } from '../../support/builders.ts';

const read = (text: string, envelope: Envelope = 'batch'): ReadBatch => readBatch(text, envelope, NOW);
const readEvents = (events: readonly unknown[]): ReadBatch => read(JSON.stringify({ events }));
const refused = (status: number, code: string, message: string) => ({ ok: false, refusal: { status, code, message } });
const empty = { ok: true, events: [], indexes: [], rejections: [] };
const anyOfThem = 'expected an object {"events": [...]}, CloudEvents or an EventBridge event, got';
const minutesAgo = (count: number) => aRawEvent({ time: NOW - count * 60_000 });

describe('a batch', () => {
  it('gives valid events with their places, and a rejection for each of the others', () => {
    const [good, alsoGood] = [aRawEvent({ id: 'a' }), aRawEvent({ id: 'c' })];
    expect(readEvents([good, aRawEvent({ id: 'b', latencyMs: -1 }), alsoGood])).toMatchObject({
      ok: true,
      events: [{ id: 'a' }, { id: 'c' }],
      indexes: [0, 2],
      rejections: [{ index: 1, id: 'b', code: 'invalid_field' }],
    });
  });

  it.each<[string, string, Envelope]>([
    ['may be empty', '{"events":[]}', 'batch'],
    ['may be empty as CloudEvents', '[]', 'cloudevents'],
    ['may be either where its transport does not say', '[]', 'either'],
    ['may be either where its transport does not say: an object', '{"events":[]}', 'either'],
    ['may lie in an event of EventBridge', '{"detail-type":"t","detail":{"events":[]}}', 'either'],
    ['may have space around it', ' \r\n\t{ "events" : [ ] } ', 'batch'],
  ])('%s', (_sentence, text, envelope) => {
    expect(read(text, envelope)).toEqual(empty);
  });

  it.each<[string, string, Envelope, string]>([
    ['a list is no batch', '[]', 'batch', 'expected an object {"events": [...]}, got an array of 0'],
    [
      'an object is no list of CloudEvents',
      '{"events":[]}',
      'cloudevents',
      'expected an array of CloudEvents, got an object of 1 names',
    ],
    ['text is neither', '"events"', 'either', `${anyOfThem} a string of 6 characters`],
    ['null is neither', 'null', 'either', `${anyOfThem} null`],
    ['a number is no list of CloudEvents', '5', 'cloudevents', 'expected an array of CloudEvents, got a number'],
    [
      'a single CloudEvent is no list of them',
      '{"specversion":"1.0"}',
      'cloudevents',
      'expected an array of CloudEvents, got an object of 1 names',
    ],
    ['a single CloudEvent is no batch', '{"specversion":"1.0"}', 'batch', 'events: expected an array, got nothing'],
    [
      'an event of EventBridge comes where the transport says otherwise',
      '{"detail-type":"t","detail":{"events":[]}}',
      'batch',
      'events: expected an array, got nothing',
    ],
    ['events is missing', '{}', 'batch', 'events: expected an array, got nothing'],
    ['events is misspelt', '{"event":[]}', 'batch', 'events: expected an array, got nothing'],
    ['events is an object', '{"events":{"0":{}}}', 'batch', 'events: expected an array, got an object of 1 names'],
    [
      'events comes by way of a prototype',
      '{"__proto__":{"events":[]}}',
      'batch',
      'events: expected an array, got nothing',
    ],
    [
      'a source beside events would be lost',
      '{"source":"wallet","events":[]}',
      'batch',
      'expected only the key events, got 1 more; source and the like belong to each event',
    ],
  ])('is refused where %s', (_sentence, text, envelope, message) => {
    expect(read(text, envelope)).toEqual(refused(400, 'bad_envelope', message));
  });

  it.each([
    ['nothing', ''],
    ['half a batch', '{"events":['],
    ['a word that is a number elsewhere', '{"events":[NaN]}'],
    ['a comma too many', '{"events":[],}'],
    ['a byte order mark', '\ufeff{"events":[]}'],
    ['one value after another', '{"events":[]}{"events":[]}'],
  ])('is refused where it holds %s, which is not JSON', (_sentence, text) => {
    const expected = refused(400, 'not_json', 'expected JSON, got something that does not parse as JSON');
    expect(read(text)).toEqual(expected);
  });
});

describe('the limits of a batch', () => {
  const padded = (bytes: number) => '{"events":[]}'.padEnd(bytes);
  const tooLarge = refused(413, 'body_too_large', 'expected at most 4000000 bytes, got 4000001; send smaller batches');
  const tooDeep = refused(400, 'too_deep', 'expected JSON nested at most 16 deep, got deeper');
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

  it('are 4 000 000 bytes', () => {
    expect(read(padded(4_000_000))).toEqual(empty);
    expect(read(padded(4_000_001))).toEqual(tooLarge);
  });

  it('count bytes of UTF-8, not characters', () => {
    expect(read('é'.repeat(2_000_000))).toMatchObject({ refusal: { code: 'not_json' } });
    expect(read(`${'é'.repeat(2_000_000)} `)).toEqual(tooLarge);
  });

  it('are 16 brackets of depth, the two of the envelope among them', () => {
    expect(read(`{"events":[${nested(14)}]}`)).toMatchObject({ ok: true, rejections: [{ code: 'not_an_object' }] });
    expect(read(`{"events":[${nested(15)}]}`)).toEqual(tooDeep);
  });

  it('are 25 000 events', () => {
    const batch = readEvents(Array.from({ length: 25_000 }, () => ({})));
    expect(batch.ok && batch.rejections.length).toBe(25_000);
    const message = 'expected at most 25000 events, got 25001';
    expect(readEvents(Array.from({ length: 25_001 }, () => 0))).toEqual(refused(413, 'too_many_events', message));
  });

  it('are 60 minutes, beyond which the batch is refused whole, valid events or not', () => {
    const hour = Array.from({ length: 60 }, (_, index) => minutesAgo(index));
    expect(readEvents(hour)).toMatchObject({ ok: true, rejections: [] });
    const message = 'expected events of at most 60 minutes, got 61; split the batch by time';
    expect(readEvents([...hour, minutesAgo(60)])).toEqual(refused(400, 'too_many_minutes', message));
  });

  it('do not count the minutes of events that are refused, which cost no write', () => {
    const hour = Array.from({ length: 60 }, (_, index) => minutesAgo(index));
    const batch = readEvents([...hour, { ...minutesAgo(60), latencyMs: -1 }]);
    expect(batch.ok && [batch.events.length, batch.rejections.length]).toEqual([60, 1]);
  });

  it('are told in one order: size, depth, JSON, envelope, number of events, then events', () => {
    const padding = ' '.repeat(4_000_000);
    const manyBad = Array.from({ length: 25_001 }, (_, index) => ({ ...minutesAgo(index), latencyMs: -1 }));
    const inOrder = [
      [`${nested(17)}x${padding}`, 'body_too_large'],
      [`${nested(17)}x`, 'too_deep'],
      [`${nested(16)}x`, 'not_json'],
      [JSON.stringify({ source: 'wallet', events: manyBad.map(() => 0) }), 'bad_envelope'],
      [JSON.stringify({ events: manyBad.map(() => 0) }), 'too_many_events'],
    ] as const;
    for (const [text, code] of inOrder) expect(read(text)).toMatchObject({ ok: false, refusal: { code } });
  });
});

describe('how deep a batch nests', () => {
  const nested = fc
    .tuple(fc.integer({ min: 1, max: 20 }), fc.boolean())
    .map(([depth, inObjects]) =>
      Array.from({ length: depth }).reduce<unknown>((inner) => (inObjects ? { a: inner } : [inner]), 1),
    );
  const cloudEvent = { specversion: '1.0', id: 'pay_1', source: 'wallet', time: NOW, data: { outcome: 'failed' } };
  const bridge = { 'detail-type': 'payment', id: 'pay_1', source: 'wallet', time: '2026-03-02T09:00:00Z' };
  const bodies: readonly ((deep: unknown) => unknown)[] = [
    (deep) => deep,
    (deep) => ({ events: [aRawEvent()], source: deep }),
    (deep) => ({ events: [aRawEvent(), deep] }),
    (deep) => ({ events: [aRawEvent({ extra: deep })] }),
    (deep) => ({ events: [aRawEvent({ attributes: { bank: deep } })] }),
    (deep) => [{ ...cloudEvent, extension: deep }],
    (deep) => [{ ...cloudEvent, data: { outcome: 'failed', attributes: { bank: deep } } }],
    (deep) => ({ ...bridge, resources: deep, detail: { events: [aRawEvent()] } }),
    (deep) => ({ ...bridge, detail: { events: [aRawEvent(), deep] } }),
  ];
  const envelopes = fc.constantFrom<Envelope>('batch', 'cloudevents', 'either');

  it('is what its text says, wherever the depth lies, and if the text is no JSON', () => {
    fc.assert(
      fc.property(nested, fc.constantFrom(...bodies), envelopes, fc.option(fc.nat()), (deep, body, envelope, cut) => {
        const whole = JSON.stringify(body(deep));
        const text = cut === null ? whole : whole.slice(0, cut % whole.length);
        const batch = read(text, envelope);
        const isRefused = !batch.ok && batch.refusal.code === 'too_deep';
        expect(isRefused).toBe(isDeeperThan(text, limits.bodyDepth));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['brackets that never close', '['.repeat(4_000_000)],
    ['arrays', '['.repeat(2_000_000) + ']'.repeat(2_000_000)],
    ['objects', `${'{"":'.repeat(799_999)}0${'}'.repeat(799_999)}`],
    ['objects in a batch', `{"events":[${'{"":'.repeat(700_000)}0${'}'.repeat(700_000)}]}`],
  ])('is survived, be it 4 MB of %s', (_sentence, text) => {
    expect(read(text)).toMatchObject({ ok: false, refusal: { code: 'too_deep' } });
  });

  it('does not count where a repeated key took its place, since nothing is left of it', () => {
    const text = `{"events":${'{"a":'.repeat(17)}0${'}'.repeat(17)},"events":[${JSON.stringify(aRawEvent())}]}`;
    expect(read(text)).toMatchObject({ ok: true, events: [{}], rejections: [] });
  });
});

describe('no input', () => {
  const envelopes = fc.constantFrom<Envelope>('batch', 'cloudevents', 'either');

  it('makes reading throw, whatever its characters', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', ',', ':', '\\', '1', 'e', 'null') }),
    );
    fc.assert(
      fc.property(texts, envelopes, (text, envelope) => {
        const batch = read(text, envelope);
        expect([202, 400]).toContain(batch.ok ? 202 : batch.refusal.status);
      }),
      { numRuns: 1000 },
    );
  });

  it('loses an event: each is accepted or rejected, at its place', () => {
    fc.assert(
      fc.property(fc.array(rawEvents, { maxLength: 12 }), (events) => {
        const batch = readEvents(events);
        if (!batch.ok) throw new Error(batch.refusal.code);
        expect(batch.events.length).toBe(batch.indexes.length);
        const places = [...batch.indexes, ...batch.rejections.map(({ index }) => index)];
        expect(places.sort((left, right) => left - right)).toEqual(events.map((_, index) => index));
      }),
      { numRuns: 500 },
    );
  });

  it('loses an event of a single CloudEvent, or of what lies in an event of EventBridge', () => {
    const envelope = { version: '0', id: 'a', 'detail-type': 't', source: 's', account: '1', time: NOW, region: 'r' };
    const cloudEvent = { specversion: '1.0', id: 'a', source: 's', type: 'payment', time: NOW };
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(rawEvents, { maxLength: 5 }), (data, events) => {
        const messages = [
          [{ ...cloudEvent, data }, 1],
          [{ ...envelope, detail: { ...cloudEvent, data } }, 1],
          [{ ...envelope, detail: { ...data, outcome: 'failed' } }, 1],
          [{ ...envelope, detail: { events } }, events.length],
          [{ ...envelope, detail: events }, events.length],
        ] as const;
        for (const [message, count] of messages) {
          const batch = read(JSON.stringify(message), 'either');
          expect(batch.ok && batch.events.length + batch.rejections.length).toBe(count);
        }
      }),
    );
  });

  it('loses an event of a batch of CloudEvents', () => {
    const cloudEvents = rawEvents.map((data) => ({ specversion: '1.0', id: 'a', source: 's', time: NOW, data }));
    fc.assert(
      fc.property(fc.array(fc.oneof(cloudEvents, rawEvents), { maxLength: 12 }), (items) => {
        const batch = read(JSON.stringify(items), 'cloudevents');
        expect(batch.ok && batch.events.length + batch.rejections.length).toBe(items.length);
      }),
    );
  });
});
