import { powerOverBeta, regularizedBeta } from './beta.ts';
import { chanceOfAtLeast, chanceOfAtMost } from './binomial.ts';

/** What is known of a rate: that so many of so many were bad in the past. Deflated, and so not whole. */
export interface PastCounts {
  readonly bad: number;
  readonly total: number;
}

/**
 * The chance of `bad` or more of `total` where the rate may be `limitOf(p)` at most and p is known from past counts only:
 * the binomial tail at each p, averaged over p as the past leaves it open, Beta(K0 + 1, N0 - K0), whose quantiles are the
 * upper bounds of Clopper and Pearson. With the limit p itself that is Fisher's exact test (Altham, 'Exact Bayesian
 * analysis of a 2 x 2 contingency table', J. R. Stat. Soc. B 31, 1969); with a multiple of a small p the exact comparison
 * of two Poisson rates. To take p for known calls up to 3 000 times too often; to test at the end of a confidence interval
 * (Berger and Boos, JASA 89, 1994) calls a hundredth of what is promised, and asks for half as many bad events again.
 */
export const chanceOfAtLeastGiven = (
  bad: number,
  total: number,
  past: PastCounts,
  limitOf: (rate: number) => number,
): number => {
  const [a, b] = [past.bad + 1, past.total - past.bad];
  // A past without a single good event knows of no limit that could be broken.
  if (b < 1) return 1;
  const { mean, high } = meanOverBeta(a, b, total / past.total, (rate) =>
    chanceOfAtLeast(bad, total, Math.min(1, limitOf(rate))),
  );
  return Math.min(1, mean + regularizedBeta(1 - high, b, a));
};

/** The chance of `bad` or fewer of `total`, over the lower bounds: Beta(K0, N0 - K0 + 1). */
export const chanceOfAtMostGiven = (
  bad: number,
  total: number,
  past: PastCounts,
  limitOf: (rate: number) => number,
): number => {
  const [a, b] = [past.bad, past.total - past.bad + 1];
  if (a <= 0) return chanceOfAtMost(bad, total, limitOf(0));
  const { mean, low } = meanOverBeta(a, b, total / past.total, (rate) =>
    chanceOfAtMost(bad, total, Math.min(1, limitOf(rate))),
  );
  return Math.min(1, mean + regularizedBeta(low, a, b));
};

/** Standard deviations on either side that are averaged over; what lies beyond is the caller's to count. */
const REACH = 8;
const STEPS_PER_DEVIATION = 2;
const MOST_STEPS = 200;
/** Where the density is less than this the tail is not worth its computation. */
const NOTHING = 1e-15;

/**
 * The mean of `tail` over a Beta(a, b) variable, from `low` to `high`, by the trapezoidal rule over its log-odds, where it
 * converges faster than any power of the step. The tail falls from 1 to 0 over a stretch that is the shorter the more is
 * counted now against the past: then the steps are smaller.
 */
const meanOverBeta = (
  a: number,
  b: number,
  nowToPast: number,
  tail: (rate: number) => number,
): { mean: number; low: number; high: number } => {
  const middle = Math.log(a / b);
  const deviation = Math.sqrt(1 / a + 1 / b);
  const steps = Math.min(MOST_STEPS, Math.ceil(REACH * STEPS_PER_DEVIATION * Math.sqrt(1 + nowToPast)));
  const step = (REACH * deviation) / steps;
  let mean = 0;
  for (let at = -steps; at <= steps; at++) {
    const rate = fromLogOdds(middle + at * step);
    const density = powerOverBeta(rate, a, b) * step;
    if (density > NOTHING) mean += density * tail(rate);
  }
  return { mean, low: fromLogOdds(middle - REACH * deviation), high: fromLogOdds(middle + REACH * deviation) };
};

const fromLogOdds = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
