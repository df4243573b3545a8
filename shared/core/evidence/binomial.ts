import { regularizedBeta } from './beta.ts';

/**
 * The chance of `bad` or more of `total` when each is bad with chance `rate`: P(X >= K) = I_rate(K, N - K + 1), at whole
 * counts the exact binomial tail, between them its continuous extension (counts are deflated before they are tested).
 */
export const chanceOfAtLeast = (bad: number, total: number, rate: number): number =>
  bad <= 0 ? 1 : regularizedBeta(rate, bad, total - bad + 1);

/** The chance of `bad` or fewer of `total`: P(X <= K) = I_(1-rate)(N - K, K + 1). */
export const chanceOfAtMost = (bad: number, total: number, rate: number): number =>
  bad >= total ? 1 : regularizedBeta(1 - rate, total - bad, bad + 1);
