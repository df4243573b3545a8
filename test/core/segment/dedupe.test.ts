import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaymentEvent } from '../../../shared/core/event/event.ts';
import { decodeSegment } from '../../../shared/core/segment/decode-segment.ts';
import { dedupe, type DistinctMinute } from '../../../shared/core/segment/dedupe.ts';
import { encodeBatch } from '../../../shared/core/segment/encode-batch.ts';
import { events } from '../../support/arbitraries.ts';
import { addMs, durationMs } from '../../../shared/core/units.ts';
import { anEvent, NOW } from '../../support/builders.ts';
import { columnsOf, contentTextOf, expectedRow, rowsOf, sorted, type StoredRow } from '../../support/rows.ts';

const keptRows = ({ segments }: DistinctMinute): StoredRow[] =>
  sorted(segments.flatMap(({ columns, keep }) => rowsOf(columns).filter((_, row) => keep[row] === 1)));

/** Few identities and few bodies, so that copies and conflicts are the rule. */
const repetitive: fc.Arbitrary<PaymentEvent> = fc
  .record({
    event: fc.constantFrom(
      ...[0, 1, 2].map((latencyMs) => anEvent({ latencyMs })),
      anEvent({ outcome: 'failed', fraud: true }),
      anEvent({ attributes: { bank: 'icbc', method: 'qr', retry: 1 } }),
    ),
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    source: fc.constantFrom('', 'wallet', 'till'),
  })
  .map(({ event, id, source }) => ({ ...event, id, source }));
const segmentsOf = (event: fc.Arbitrary<PaymentEvent>) =>
  fc.array(fc.array(event, { minLength: 1, maxLength: 12 }), { maxLength: 6 });

/** What the evaluator must count, said with a map: of each identity the body whose text is the smallest. */
const model = (all: readonly PaymentEvent[]) => {
  const byIdentity = Map.groupBy(all, ({ source, id }) => `${source} ${id}`);
  const winners = new Map<string, PaymentEvent>();
  let conflicts = 0;
  for (const [identity, copies] of byIdentity) {
    const winner = copies.toSorted((left, right) => (contentTextOf(left) < contentTextOf(right) ? -1 : 1))[0];
    if (winner === undefined) continue;
    winners.set(identity, winner);
    conflicts += copies.filter((copy) => contentTextOf(copy) !== contentTextOf(winner)).length;
  }
  return {
    rows: sorted([...winners.values()].map(expectedRow)),
    events: winners.size,
    conflicts,
    duplicates: all.length - winners.size - conflicts,
  };
};

describe('the events of a minute', () => {
  it('count once each, as a map of identities would have it', () => {
    fc.assert(
      fc.property(fc.oneof(segmentsOf(repetitive), segmentsOf(events)), (segments) => {
        const distinct = dedupe(segments.map(columnsOf));
        const { rows, ...counts } = model(segments.flat());
        expect(keptRows(distinct)).toEqual(rows);
        expect({ events: distinct.events, duplicates: distinct.duplicates, conflicts: distinct.conflicts }).toEqual(
          counts,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('count the same in whatever order their segments are read', () => {
    const shuffled = segmentsOf(repetitive).chain((segments) =>
      fc.tuple(fc.constant(segments), fc.shuffledSubarray(segments, { minLength: segments.length })),
    );
    fc.assert(
      fc.property(shuffled, ([segments, others]) => {
        const [one, other] = [dedupe(segments.map(columnsOf)), dedupe(others.map(columnsOf))];
        expect(keptRows(other)).toEqual(keptRows(one));
        expect([other.events, other.duplicates, other.conflicts]).toEqual([one.events, one.duplicates, one.conflicts]);
      }),
      { numRuns: 300 },
    );
  });

  it('are none where there is no segment', () => {
    expect(dedupe([])).toEqual({ segments: [], events: 0, duplicates: 0, conflicts: 0 });
  });

  it('are two where two sources use one id', () => {
    const batches = ['wallet', 'till', ''].map((source) => columnsOf([anEvent({ id: 'pay_1', source })]));
    expect(dedupe(batches)).toMatchObject({ events: 3, duplicates: 0, conflicts: 0 });
  });

  it.each([
    ['outcome', { outcome: 'succeeded' }, { outcome: 'failed' }],
    ['time within the minute', { time: NOW }, { time: addMs(NOW, durationMs(5000)) }],
    ['fraud, denied and unknown', { fraud: false }, {}],
    ['an attribute', { attributes: { bank: 'icbc' } }, { attributes: { bank: 'ccb' } }],
    ['the kind of an attribute', { attributes: { bank: 1 } }, { attributes: { bank: '1' } }],
    ['the name of an attribute', { attributes: { bank: 'x' } }, { attributes: { brand: 'x' } }],
    ['an empty attribute and none', { attributes: { bank: '' } }, { attributes: {} }],
  ] as const)(
    'that differ in %s alone are a conflict, won by one body whichever came first, in one batch or two',
    (_what, one, other) => {
      const [left, right] = [anEvent({ id: 'pay_1', ...one }), anEvent({ id: 'pay_1', ...other })];
      const stored = (...batches: readonly (readonly PaymentEvent[])[]): DistinctMinute =>
        dedupe(batches.flatMap((batch) => encodeBatch(batch).segments.map(decodeSegment)));
      const apart = stored([left], [right]);
      expect(apart).toMatchObject({ events: 1, duplicates: 0, conflicts: 1 });
      const winner = keptRows(apart);
      expect(winner).toHaveLength(1);
      expect(keptRows(stored([right], [left]))).toEqual(winner);
      expect(keptRows(stored([left, right]))).toEqual(winner);
      expect(keptRows(stored([right, left]))).toEqual(winner);
    },
  );

  it('that are the same but for the order of their attributes are copies', () => {
    const [one, other] = [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ].map((attributes) => anEvent({ id: 'pay_1', attributes }));
    if (one === undefined || other === undefined) throw new Error('two events');
    expect(dedupe([columnsOf([one]), columnsOf([other])])).toMatchObject({ events: 1, duplicates: 1, conflicts: 0 });
  });
});
