import { lowerGamma, upperGamma } from './gamma.ts';

/**
 * The chance of `count` or more events where `expected` are: P(X >= k) = P(k, lambda), at whole counts the exact Poisson
 * tail, between them its continuous extension (counts are deflated before they are tested).
 */
export const chanceOfSoMany = (count: number, expected: number): number =>
  count <= 0 ? 1 : lowerGamma(count, expected);

/** The chance of `count` or fewer: P(X <= k) = Q(k + 1, lambda); of none at all e^-lambda. */
export const chanceOfSoFew = (count: number, expected: number): number => upperGamma(count + 1, expected);
