import { chanceOfAtLeast, chanceOfAtMost } from './binomial.ts';

/**
 * The chance of `count` or more events where as many are expected in `time` as the past had in `past.time`: each of all
 * those events falls into the one or the other by the share of its time, so that this is a binomial tail (Przyborowski and
 * Wilenski, 'Homogeneity of results in testing samples from Poisson series', Biometrika 31, 1940). To take the pace of the
 * past for known calls eighty times too often where few events are normal. Counts need not be whole.
 */
export const chanceOfSoManyGiven = (count: number, time: number, past: PastPace): number =>
  chanceOfAtLeast(count, count + past.count, time / (time + past.time));

/** The chance of `count` or fewer. */
export const chanceOfSoFewGiven = (count: number, time: number, past: PastPace): number =>
  chanceOfAtMost(count, count + past.count, time / (time + past.time));

export interface PastPace {
  readonly count: number;
  readonly time: number;
}
