import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaymentEvent } from '../../../shared/core/event/event.ts';
import { limits } from '../../../shared/core/limits.ts';
import { decodeSegment } from '../../../shared/core/segment/decode-segment.ts';
import { encodeBatch, type EncodedBatch } from '../../../shared/core/segment/encode-batch.ts';
import { addMinutes, addMs, durationMs, epochMs, minutes } from '../../../shared/core/units.ts';
import { distinctEvents, events } from '../../support/arbitraries.ts';
import { anEvent, NOW, THIS_MINUTE } from '../../support/builders.ts';
import { expectedRow, rowsOf, sorted, type StoredRow } from '../../support/rows.ts';

const rowsIn = (batch: EncodedBatch): StoredRow[] =>
  sorted(batch.segments.flatMap((segment) => rowsOf(decodeSegment(segment))));
const idsOf = (batch: EncodedBatch): string[] => batch.segments.map(({ id }) => id).sort();
/** 64 characters that nothing can make shorter than 48 bytes, the same each time. */
const noise = (seed: string): string => createHash('sha384').update(seed).digest('base64');

describe('a batch', () => {
  it('becomes one segment for each minute it touches, and is all there', () => {
    fc.assert(
      fc.property(distinctEvents({ minLength: 0, maxLength: 40 }), fc.nat(3), (batch, spread) => {
        const all = batch.map((event, index) => ({
          ...event,
          time: addMs(event.time, minutes(-(index % (spread + 1)))),
        }));
        const encoded = encodeBatch(all);
        const touched = new Set(all.map(({ time }) => Math.floor(time / 60_000)));
        expect(new Set(encoded.segments.map(({ minute }) => minute))).toEqual(touched);
        expect(encoded.segments).toHaveLength(touched.size);
        expect(rowsIn(encoded)).toEqual(sorted(all.map(expectedRow)));
      }),
    );
  });

  it('of nothing is no segment', () => {
    expect(encodeBatch([])).toEqual({ segments: [], duplicates: 0, conflicts: [] });
  });

  it('is split at the turn of a minute', () => {
    const [last, first] = [addMs(NOW, durationMs(59_999)), addMs(NOW, durationMs(60_000))];
    const { segments } = encodeBatch([anEvent({ time: last }), anEvent({ time: first })]);
    expect(segments.map(({ minute }) => minute)).toEqual([THIS_MINUTE, addMinutes(THIS_MINUTE, 1)]);
  });
});

describe('the ids of its segments', () => {
  it('are the same for the same events in any order', () => {
    const shuffled = distinctEvents({ minLength: 1, maxLength: 20 }).chain((batch) =>
      fc.tuple(fc.constant(batch), fc.shuffledSubarray(batch, { minLength: batch.length })),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        const [left, right] = [encodeBatch(one), encodeBatch(other)];
        expect(idsOf(right)).toEqual(idsOf(left));
        expect(right.segments.map(({ data }) => data)).toEqual(left.segments.map(({ data }) => data));
      }),
    );
  });

  it('are those that release 0.1.0 gave them: a retry across a deployment overwrites itself', () => {
    const body = { latencyMs: 80, amount: 4200, attributes: { bank: 'icbc', share: 0.5, new: true } };
    const batch = [anEvent({ ...body, id: 'a' }), anEvent({ ...body, id: 'b', outcome: 'failed', fraud: true })];
    expect(idsOf(encodeBatch(batch))).toEqual(['oNrzCpTeM_4UXZAVPP-DS1']);
  });

  it('are the same when an event comes twice in one batch', () => {
    const [one, other] = [anEvent(), anEvent({ outcome: 'failed' })];
    expect(idsOf(encodeBatch([one, other, one]))).toEqual(idsOf(encodeBatch([one, other])));
  });

  it('are the same whatever the order of the attributes', () => {
    const [one, other] = [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ].map((attributes) => idsOf(encodeBatch([anEvent({ id: 'a', attributes })])));
    expect(other).toEqual(one);
  });

  it('are the same for 0 and -0, which are one number', () => {
    const withLatency = (latencyMs: number) => [anEvent({ id: 'a', latencyMs }), anEvent({ id: 'b', latencyMs: 0.5 })];
    const [zero, minusZero] = [0, -0].map((latencyMs) => idsOf(encodeBatch(withLatency(latencyMs))));
    expect(minusZero).toEqual(zero);
  });

  it('differ as soon as one event does', () => {
    fc.assert(
      fc.property(distinctEvents({ minLength: 1, maxLength: 10 }), events, (batch, changed) => {
        const [first, ...rest] = batch;
        if (first === undefined) throw new Error('an event');
        const body = { ...changed, id: first.id, source: first.source };
        fc.pre(!isDeepStrictEqual(expectedRow(body), expectedRow(first)));
        expect(idsOf(encodeBatch([body, ...rest]))).not.toEqual(idsOf(encodeBatch(batch)));
      }),
    );
  });

  it('differ for the same events a minute later', () => {
    const event = anEvent();
    const later = { ...event, time: epochMs(event.time + 60_000) };
    expect(idsOf(encodeBatch([later]))).not.toEqual(idsOf(encodeBatch([event])));
  });
});

describe('copies within a batch', () => {
  const good = anEvent({ id: 'pay_1', outcome: 'failed' });
  const bad = anEvent({ id: 'pay_1', outcome: 'succeeded' });

  it.each<[string, readonly PaymentEvent[], number, readonly PaymentEvent[]]>([
    ['a copy is left out', [good, good], 1, []],
    ['another body is a conflict, and the smaller text stays', [good, bad], 0, [bad]],
    ['another body is a conflict, whichever came first', [bad, good], 0, [bad]],
    ['a copy of the loser is a conflict too', [good, bad, bad], 0, [bad, bad]],
    ['a copy of the loser is a conflict too, whichever came first', [bad, bad, good], 0, [bad, bad]],
    ['a copy of the winner is a copy', [good, bad, good], 1, [bad]],
    ['the same id of another source is another event', [good, { ...good, source: 'till' }], 0, []],
    ['the same id in another minute is another event', [good, { ...good, time: epochMs(NOW + 60_000) }], 0, []],
  ])('%s', (_sentence, batch, duplicates, conflicts) => {
    const encoded = encodeBatch(batch);
    expect([encoded.duplicates, encoded.conflicts]).toEqual([duplicates, conflicts]);
    const stored = encoded.segments.reduce((sum, { count }) => sum + count, 0);
    expect(stored).toBe(batch.length - duplicates - conflicts.length);
    expect(rowsIn(encoded)).toContainEqual(expectedRow(good));
  });
});

describe('the size of a segment', () => {
  const incompressible = (count: number): PaymentEvent[] =>
    Array.from({ length: count }, (_, index) =>
      anEvent({ id: `pay_${index}`, attributes: { order: noise(`o${index}`), merchant: noise(`m${index}`) } }),
    );

  it.each([
    [3100, 1],
    [3500, 2],
  ])('is one item of 350 KB at most: %i events of 107 bytes are %i', (count, expected) => {
    const { segments } = encodeBatch(incompressible(count));
    const bytes = segments.reduce((sum, { data }) => sum + data.length, 0);
    expect(bytes).toBeGreaterThan(320_000);
    expect(bytes).toBeLessThan(400_000);
    expect(segments).toHaveLength(expected);
  });

  it('stays below the limit: what does not fit into one item is split, and nothing is lost', () => {
    const all = incompressible(25_000);
    const encoded = encodeBatch(all);
    expect(Math.max(...encoded.segments.map(({ data }) => data.length))).toBeLessThanOrEqual(limits.segmentBytes);
    expect(encoded.segments.length).toBeGreaterThan(5);
    expect(new Set(idsOf(encoded)).size).toBe(encoded.segments.length);
    expect(encoded.segments.reduce((sum, { count }) => sum + count, 0)).toBe(25_000);
    expect(rowsIn(encoded)).toEqual(sorted(all.map(expectedRow)));
    expect(idsOf(encodeBatch(all.toReversed()))).toEqual(idsOf(encoded));
  });

  it('is at most 22 bytes an event for a batch of 500 payments', () => {
    const digits = (index: number, salt: string): number =>
      createHash('sha256').update(`${salt}${index}`).digest().readUInt32BE();
    const pick = <Item>(items: readonly Item[], index: number, salt: string): Item | undefined =>
      items[Math.floor(items.length * (digits(index, salt) / 2 ** 32) ** 2)];
    const merchants = Array.from({ length: 300 }, (_, index) => `merchant-${index}`);
    const batch = Array.from({ length: 500 }, (_, index) =>
      anEvent({
        id: `pay_${noise(String(index)).slice(0, 20)}`.replaceAll(/[+/]/g, '-'),
        time: epochMs(NOW + (digits(index, 'time') % 60_000)),
        outcome: pick(['succeeded', 'declined', 'failed', 'timeout'] as const, index, 'outcome') ?? 'succeeded',
        latencyMs: 60 + (digits(index, 'latency') % 1500),
        amount: 1 + (digits(index, 'amount') % 50_000),
        attributes: {
          method: pick(['qr', 'card', 'balance'], index, 'method') ?? '',
          bank: pick(['icbc', 'ccb', 'abc', 'boc', 'cmb', 'psbc'], index, 'bank') ?? '',
          merchant: pick(merchants, index, 'merchant') ?? '',
          region: pick(['hz', 'sh', 'bj', 'gz'], index, 'region') ?? '',
        },
      }),
    );
    const [segment] = encodeBatch(batch).segments;
    expect(segment?.count).toBe(500);
    expect((segment?.data.length ?? Infinity) / 500).toBeLessThanOrEqual(22);
  });
});
