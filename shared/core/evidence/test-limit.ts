import type { Limit } from '../guardrail/guardrail.ts';
import { chanceOfAtLeast, chanceOfAtMost } from './binomial.ts';
import { evidenceDefaults } from './constants.ts';
import type { Proof } from './verdict.ts';
import type { Window } from './window.ts';

/** The proof that a window breaks a limit, or undefined: more bad than the limit allows, more than chance explains. */
export const testBreach = (window: Window, limit: Limit, alpha: number): Proof | undefined => {
  const rate = rateFor(limit);
  const bad = window.bad / window.phi;
  const total = window.total / window.phi;
  if (window.bad <= rate * window.total || bad < evidenceDefaults.leastBad) return undefined;
  const probability = chanceOfAtLeast(bad, total, rate);
  if (probability > alpha) return undefined;
  // Bad events of a single minute may be one payment that was retried; only an overwhelming number of them is not.
  if (window.badMinutes < 2 && !isDecisive(probability, alpha)) return undefined;
  return proofOf(window, limit, probability, alpha);
};

export const isDecisive = (probability: number, alpha: number): boolean =>
  probability <= alpha * evidenceDefaults.decisiveFactor;

/** The proof that a window keeps a limit, or undefined: fewer bad than the limit allows, fewer than chance explains. */
export const testClear = (window: Window, limit: Limit, alpha: number): Proof | undefined => {
  const rate = rateFor(limit);
  if (window.total === 0 || window.bad >= rate * window.total) return undefined;
  const probability = chanceOfAtMost(window.bad / window.phi, window.total / window.phi, rate);
  return probability <= alpha ? proofOf(window, limit, probability, alpha) : undefined;
};

/** The limit on the bad side of a {@link Window}, which is turned for `below`. */
export const rateFor = (limit: Limit): number => (limit.direction === 'above' ? limit.rate : 1 - limit.rate);

const proofOf = (window: Window, limit: Limit, probability: number, alpha: number): Proof => {
  // Turned back: a person reads '82 of 100 approved, limit 90 %', not '18 of 100 not approved'.
  const bad = limit.direction === 'above' ? window.bad : window.total - window.bad;
  return {
    from: window.from,
    to: window.to,
    bad,
    total: window.total,
    rate: bad / window.total,
    limit: limit.rate,
    limitText: limit.text,
    phi: window.phi,
    probability,
    alpha,
  };
};
