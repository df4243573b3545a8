import { inflateSync } from 'node:zlib';
import { decode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaymentEvent } from '../../../shared/core/event/event.ts';
import { decodeSegment } from '../../../shared/core/segment/decode-segment.ts';
import { encodeColumns } from '../../../shared/core/segment/encode-columns.ts';
import { SEGMENT_VERSION } from '../../../shared/core/segment/encoded-segment.ts';
import { distinctEvents } from '../../support/arbitraries.ts';
import { addMs, durationMs } from '../../../shared/core/units.ts';
import { anEvent, NOW, THIS_MINUTE } from '../../support/builders.ts';
import { columnsOf, expectedRow, rowsOf, sorted } from '../../support/rows.ts';

const throughCodec = (events: readonly PaymentEvent[]) => rowsOf(decodeSegment(encodeColumns(columnsOf(events))));
const expectAllBack = (events: readonly PaymentEvent[]): void => {
  expect(sorted(throughCodec(events))).toEqual(sorted(events.map(expectedRow)));
};

describe('a segment', () => {
  it('gives back every event: all that it says but its id, whatever fields it has', () => {
    fc.assert(fc.property(distinctEvents({ minLength: 1, maxLength: 30 }), expectAllBack), { numRuns: 200 });
  });

  it('gives back up to 200 events of any kind', () => {
    fc.assert(fc.property(distinctEvents({ minLength: 31, maxLength: 200 }), expectAllBack), { numRuns: 20 });
  });

  it.each([1, 255, 256, 500, 25_000])('gives back %i events, each with a value of its own', (count) => {
    expectAllBack(
      Array.from({ length: count }, (_, index) =>
        anEvent({ id: `pay_${index}`, latencyMs: index, attributes: { order: `o${index}`, share: index / 3 } }),
      ),
    );
  });

  it.each<[string, Partial<PaymentEvent>]>([
    ['the largest exact amount', { amount: Number.MAX_SAFE_INTEGER, currency: 'JPY' }],
    ['the largest amount of six bytes', { amount: 2 ** 48 - 2, currency: 'JPY' }],
    ['the first amount beyond six bytes', { amount: 2 ** 48 - 1, currency: 'JPY' }],
    ['a latency of nothing, which is not an absent one', { latencyMs: 0 }],
    ['a latency with a fraction', { latencyMs: 0.1 }],
    ['fraud denied, which is not fraud unknown', { fraud: false }],
    ['an empty attribute, which is not an absent one', { attributes: { bank: '' } }],
    ['attributes that look alike in text', { attributes: { a: 1, b: '1', c: true, d: 'true' } }],
    ['the smallest and the largest number', { attributes: { a: Number.MIN_VALUE, b: -Number.MAX_VALUE } }],
    ['an emoji of many parts', { attributes: { bank: '👩‍👩‍👧‍👦', merchant: '中国工商银行' } }],
    ['the last millisecond of the minute', { time: addMs(NOW, durationMs(59_999)) }],
  ])('gives back %s', (_sentence, overrides) => {
    // Beside one without, so that absent and present lie in one column.
    expectAllBack([anEvent(overrides), { id: 'bare', source: '', time: NOW, type: 'refund', attributes: {} }]);
  });

  it('gives back the ids of its examples', () => {
    const columns = columnsOf([anEvent({ id: 'good', latencyMs: 1 }), anEvent({ id: 'bad', outcome: 'failed' })]);
    expect(columns.examples.map(({ id }) => id).sort()).toEqual(['bad', 'good']);
    expect(decodeSegment(encodeColumns(columns)).examples).toEqual(columns.examples);
  });

  it('says nothing of examples where there are none, so that its bytes are those of a release without them', () => {
    const { latencyMs: _, ...event } = anEvent();
    const columns = columnsOf([event]);
    expect(columns.examples).toEqual([]);
    expect(decode(inflateSync(encodeColumns(columns).data))).not.toHaveProperty('e');
  });

  it('that an older release wrote is read, without examples', () => {
    const data = Buffer.from(
      'eJw1jjFLxDAYhpMWbrqhoyA4+T88cK6TDi5KmnylxbQ90wTp4qCIi0uSP2C8tuf9i4PLIAii/8DZ3cVJ2tNveXkfXh6+e1eGTvoJQucI' +
        'fbnMTx/Fy0nxFn90x/LWcT/dW+/+xHD9/bneEJfetbKZg9XLOWkKKCX2Ica4ryslKFjdXxHO4Y8uKyVpVYA1q1pRCsCA9SnJObBhEOAu' +
        'FUQxqzfYhwijZ6qEgJI2Vi8Oj063EsduVpzIAce1QX4HjXc2G2P/Yfbfe1JUqpQm8JM8z6MocsSaNiHlhTVtThO6oDQZnYHpC5BZxax+' +
        'uhQjQqarMyLA6teD961x+AnhX5PPaZw=',
      'base64',
    );
    const columns = decodeSegment({ minute: THIS_MINUTE, version: 1, data });
    expect(columns.examples).toEqual([]);
    expect(rowsOf(columns)).toMatchObject([
      { outcome: 'succeeded', latencyMs: 120 },
      { outcome: 'failed', fraud: true, latencyMs: 900.5, attributes: { bank: 'icbc', method: 'qr' } },
      { outcome: 'succeeded', attributes: { bank: 'ccb', share: 0.25 } },
    ]);
  });

  it('has no column for a field that no event has', () => {
    const columns = decodeSegment(encodeColumns(columnsOf([anEvent({ source: '', attributes: {} })])));
    expect([...columns.fields.keys()].sort()).toEqual(['currency', 'outcome', 'type']);
    expect(columns.attributes.size).toBe(0);
  });

  it('says what it is: minute, version and number of events', () => {
    expect(encodeColumns(columnsOf([anEvent(), anEvent()]))).toMatchObject({
      minute: THIS_MINUTE,
      version: SEGMENT_VERSION,
      count: 2,
      id: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
    });
  });
});
