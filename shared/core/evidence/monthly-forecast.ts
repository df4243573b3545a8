import { MINUTES_PER_DAY } from '../units.ts';
import { regularizedBeta } from './beta.ts';

/** How much of a month is over, in days. */
export interface Elapsed {
  readonly days: number;
  readonly left: number;
}

export const elapsedOf = (start: number, now: number, end: number): Elapsed => ({
  days: (now - start) / MINUTES_PER_DAY,
  left: (end - now) / MINUTES_PER_DAY,
});

/** What came so far, in whole days that came by chance and by the batch. */
export interface SoFar {
  /** Events; of value, events of its typical size. */
  readonly count: number;
  /** Variance of daily counts over that of independent events. */
  readonly phi: number;
}

/**
 * The chance that a count does not reach `needed` by the end of the month: the pace has the distribution that its count so
 * far gives it (Gamma), what is ahead comes at that pace (Poisson), so that the rest is negative binomial and its tail
 * I_p(m, a) with p = left / (days + left) (NIST DLMF 8.17(i); Nelson 1970, prediction of one Poisson count from another).
 * It is meant to be too large rather than too small: a day that has begun is counted as over, since what comes once a day
 * may have come already, and the Gamma is the lower one of the two that bracket an exact bound (shape K, not K + 1).
 */
export const chanceToMiss = ({ count, phi }: SoFar, needed: number, { days, left }: Elapsed): number => {
  const missing = needed - count;
  if (missing <= 0) return 0;
  const [over, ahead] = [Math.ceil(days), Math.floor(left)];
  if (count <= 0 || ahead <= 0) return 1;
  return regularizedBeta(over / (over + ahead), count / phi, missing / phi);
};

/** The chance that it does, too large rather than too small in turn: a day that has begun is counted as still to come. */
export const chanceToReach = ({ count, phi }: SoFar, needed: number, { days, left }: Elapsed): number => {
  const missing = needed - count;
  if (missing <= 0) return 1;
  const [over, ahead] = [Math.floor(days), Math.ceil(left)];
  if (ahead <= 0) return 0;
  return over <= 0 ? 1 : regularizedBeta(ahead / (over + ahead), missing / phi, count / phi + 1);
};

/**
 * Between which counts a large one ends, each side missed with at most `chance`: mean and variance of the same negative
 * binomial, and the normal tail by its bound exp(-z^2 / 2).
 */
export const rangeAtEnd = (
  { count, phi }: SoFar,
  { days, left }: Elapsed,
  chance: number,
): readonly [lowest: number, highest: number] => {
  const ratio = left / days;
  const spread = Math.sqrt(-2 * Math.log(chance) * phi * count * ratio * (1 + ratio));
  const expected = count * (1 + ratio);
  return [Math.max(count, expected - spread), expected + spread];
};

/**
 * Variance of the counts of whole days over that of independent events, sum (x - mean)^2 / mean / (n - 1); at least 1.
 * Retries, batches and weekends are in it. Of few days it is known badly itself: wider by (n - 1) / (n - 3), as Student's t
 * is than the normal.
 */
export const dailyDispersion = (days: readonly number[]): number => {
  const mean = days.reduce((sum, count) => sum + count, 0) / days.length;
  if (days.length < 4 || mean === 0) return 1;
  const squares = days.reduce((sum, count) => sum + (count - mean) ** 2, 0);
  return Math.max(1, squares / mean / (days.length - 3));
};
