import type { Bucket } from '../../shared/core/rollup/tally.ts';
import { addMinutes, type EpochMinute } from '../../shared/core/units.ts';

/** What the minutes from `from` on come to, added up in plain words: bad and total events of each. */
export const bucketOf = (from: EpochMinute, minutes: readonly (readonly [bad: number, total: number])[]): Bucket => {
  const sums = { bad: 0, total: 0, minutes: 0, badMinutes: 0, goodMinutes: 0, squares: 0, badSquaresOverTotal: 0 };
  for (const [bad, total] of minutes) {
    if (total === 0) continue;
    sums.bad += bad;
    sums.total += total;
    sums.minutes++;
    if (bad > 0) sums.badMinutes++;
    if (total > bad) sums.goodMinutes++;
    sums.squares += total ** 2;
    sums.badSquaresOverTotal += bad ** 2 / total;
  }
  return { ...sums, from, to: addMinutes(from, minutes.length) };
};
