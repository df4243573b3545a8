import fc from 'fast-check';
import type { Metric } from '../../../shared/core/guardrail/guardrail.ts';
import { decodeRollupRows } from '../../../shared/core/rollup/decode-rollup.ts';
import { encodeRollup } from '../../../shared/core/rollup/encode-rollup.ts';
import { GroupIndex } from '../../../shared/core/rollup/group-index.ts';
import { minuteTally } from '../../../shared/core/rollup/merge-tallies.ts';
import type { RolledPart, RolledStretch } from '../../../shared/core/rollup/rolled-series.ts';
import type { Rollup } from '../../../shared/core/rollup/rollup.ts';
import type { GroupKey } from '../../../shared/core/rollup/series.ts';
import { sketchOf } from '../../../shared/core/rollup/sketch.ts';
import type { Tally, ValueTally } from '../../../shared/core/rollup/tally.ts';
import type { EpochMinute } from '../../../shared/core/units.ts';

/** Latencies in ms, and what else may come: nothing, next to nothing, days. */
export const latencies = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0.001, max: 600_000, noNaN: true }) },
  { weight: 2, arbitrary: fc.nat(2000) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, Number.MIN_VALUE, 0.000_999, 0.001, 1e9, 1e300, Number.MAX_VALUE) },
);
/** A tally of a minute with so many bad events of so many. */
export const aTally = (bad: number, total: number): Tally => minuteTally(bad, total);

export const aRollup = (groups: Readonly<Record<string, Tally>>): Rollup => ({
  groups: new Map(Object.entries(groups)),
});

/** The rollup of the minutes `from` to `to - 1`. */
export type Told = readonly [from: EpochMinute, to: EpochMinute, rollup: Rollup];

/** What rollups tell of a part, each as it comes out of the store. */
export const rolledPart = (metric: Metric, minutes: readonly Told[], older: readonly Told[] = []): RolledPart => {
  const index = new GroupIndex();
  const stretch = ([from, to, rollup]: Told): RolledStretch => ({
    from,
    to,
    rows: index.number(decodeRollupRows(encodeRollup(rollup))),
  });
  return { metric, keys: index.keys, minutes: minutes.map(stretch), older: older.map(stretch) };
};

/** `count` groups of a minute, named and counted as those of a merchant attribute are: the largest by far the largest. */
export const manyGroups = (count: number, minutes = 1): Rollup => ({
  groups: new Map(
    Array.from({ length: count }, (_, rank): [GroupKey, Tally] => {
      const total = 1 + Math.floor((5000 * minutes) / (rank + 1));
      const bad = (total * ((rank * 7) % 11)) >> 6;
      const tally = minuteTally(bad, total);
      return [
        `merchant=m_${((rank * 2_654_435_761) % 4_294_967_296).toString(36)}`,
        minutes === 1
          ? tally
          : {
              ...tally,
              minutes: Math.min(minutes, total),
              squares: (total * total) / minutes,
              badSquaresOverTotal: (bad * bad) / total + 0.1,
            },
      ];
    }),
  ),
});

const amounts = fc.oneof(fc.nat(5000), fc.maxSafeNat());
const values: fc.Arbitrary<ValueTally> = fc.tuple(amounts, amounts, fc.nat(10_000)).map(([left, right, largest]) => {
  const [bad, total] = [Math.min(left, right), Math.max(left, right)];
  return { bad, total, badSquares: bad * bad, totalSquares: total * total, largestBad: Math.min(bad, largest) };
});

export const minuteTallies = (weighted: boolean): fc.Arbitrary<Tally> =>
  fc
    .tuple(fc.nat(500), fc.integer({ min: 1, max: 500 }), values)
    .map(([bad, total, value]) => minuteTally(Math.min(bad, total), total, weighted ? value : undefined));

/** The same with latencies for some of them. */
export const withLatencies = (tallies: fc.Arbitrary<Tally>): fc.Arbitrary<Tally> =>
  fc
    .tuple(tallies, fc.array(latencies, { maxLength: 8 }))
    .map(([tally, all]) => (all.length === 0 ? tally : { ...tally, latencies: sketchOf(all) }));

const names = fc.constantFrom('icbc', 'ccb', '(other)', '', 'a=b', '中国工商银行');

/** Rollups of one part, each of a minute. */
export const minuteRollups: fc.Arbitrary<readonly Rollup[]> = fc
  .record({
    weighted: fc.boolean(),
    sketched: fc.boolean(),
    kept: fc.boolean(),
    by: fc.constantFrom('bank', 'merchant', undefined),
  })
  .chain(({ weighted, sketched, kept, by }) => {
    const keys = by === undefined ? fc.constant('') : names.map((name) => `${by}=${name}`);
    const tallies = kept ? withLatencies(minuteTallies(weighted)) : minuteTallies(weighted);
    const groups = fc.uniqueArray(fc.tuple(keys, tallies), { selector: ([key]) => key, maxLength: 6 });
    const sketches = fc.array(fc.double({ min: 0, max: 600_000, noNaN: true })).map(sketchOf);
    return fc.array(
      fc
        .tuple(groups, sketches)
        .map(([entries, sketch]): Rollup => ({ groups: new Map(entries), ...(sketched ? { sketch } : undefined) })),
      { maxLength: 6 },
    );
  });
