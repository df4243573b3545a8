import type { Limit } from '../guardrail/guardrail.ts';
import { chanceOfAtLeast, chanceOfAtMost } from './binomial.ts';
import { evidenceDefaults } from './constants.ts';
import type { Tested } from './look.ts';
import { asChance, asPercent } from './reason.ts';
import { sizeToBreak, sizeToClear, type ValueSums } from './value.ts';
import type { Normal, Proof } from './verdict.ts';
import { shareOf, type Window } from './window.ts';

/** A limit in the unit of what is counted. What it adds to one that its owner wrote as such is how it came to be known. */
export interface TestableLimit extends Limit {
  readonly normal?: Normal;
  /** As reasons name it; missing where its rate says it all. */
  readonly shown?: string;
  /** The chance of so many bad ones, or more, or fewer, on the limit: where it is an estimate, less is proven. */
  readonly atLeast?: (bad: number, total: number) => number;
  readonly atMost?: (bad: number, total: number) => number;
}

/** That a window breaks a limit: more bad than the limit allows, more than chance explains, more than one payment. */
export const testBreach = (window: Window, limit: TestableLimit, alpha: number, currency?: string): Tested => {
  const rate = rateFor(limit);
  if (!(shareOf(window) > rate)) return { proven: false, because: 'other-side', reason: 'not beyond the limit' };
  const { bad, total } = deflated(window, sizeToBreak);
  const probability = limit.atLeast?.(bad, total) ?? chanceOfAtLeast(bad, total, rate);
  const single = onePayment(window);
  if (single !== undefined) return { proven: false, because: probability > alpha ? 'chance' : 'rule', reason: single };
  if (probability > alpha) return byChance(window, limit, probability, 'breach', alpha);
  const rule = heldBack(window, bad, isDecisive(probability, alpha));
  if (rule !== undefined) return { proven: false, because: 'rule', reason: rule };
  return { proven: true, proof: proofOf(window, limit, probability, alpha, currency) };
};

export const isDecisive = (probability: number, alpha: number): boolean =>
  probability <= alpha * evidenceDefaults.decisiveFactor;

/** That a window keeps a limit: fewer bad than the limit allows, fewer than chance explains. */
export const testClear = (window: Window, limit: TestableLimit, alpha: number, currency?: string): Tested => {
  const rate = rateFor(limit);
  if (window.total === 0) return { proven: false, because: 'other-side', reason: 'events in the newest minute only' };
  if (!(shareOf(window) < rate))
    return { proven: false, because: 'other-side', reason: 'on the limit, within the newest minute at most' };
  const { bad, total } = deflated(window, sizeToClear);
  const probability = limit.atMost?.(bad, total) ?? chanceOfAtMost(bad, total, rate);
  if (probability > alpha) return byChance(window, limit, probability, 'clear', alpha);
  return { proven: true, proof: proofOf(window, limit, probability, alpha, currency) };
};

/** The limit on the bad side of a {@link Window}, which is turned for `below`. */
export const rateFor = (limit: Limit): number => (limit.direction === 'above' ? limit.rate : 1 - limit.rate);

export type SizeOf = (value: ValueSums) => number;

/** The counts that are tested: of value, as many events of the given size as hold it; then divided by phi. */
export const deflated = ({ bad, total, value, phi }: Window, sizeOf: SizeOf): { bad: number; total: number } => {
  if (value === undefined) return { bad: bad / phi, total: total / phi };
  const divisor = sizeOf(value) * phi;
  return { bad: value.bad / divisor, total: value.total / divisor };
};

/** Of value: a single event that makes most of what is bad. */
const onePayment = ({ value }: Window): string | undefined =>
  value !== undefined && value.largestBad > evidenceDefaults.weighted.largestShare * value.bad
    ? `one payment: a single event makes up to ${asPercent(value.largestBad / value.bad)} of the bad value`
    : undefined;

/** What speaks against a breach that the numbers alone would prove. */
const heldBack = (window: Window, deflatedBad: number, decisive: boolean): string | undefined => {
  const { bad, badMinutes, value } = window;
  const { leastBad } = evidenceDefaults.weighted;
  if (value !== undefined && bad < leastBad) return `${bad} bad events: for a breach of value ${leastBad} are needed`;
  if (deflatedBad < evidenceDefaults.leastBad)
    return `${asChance(deflatedBad)} bad events after deflation: ${evidenceDefaults.leastBad} are needed`;
  // Bad events of a single minute may be one payment that was retried; only an overwhelming number of them is not.
  if (badMinutes < 2 && !decisive)
    return `all ${bad} bad events lie in one minute: they may be one payment, retried, until a second minute has some`;
  return undefined;
};

const byChance = (
  window: Window,
  limit: TestableLimit,
  chance: number,
  what: 'breach' | 'clear',
  alpha: number,
): Tested => {
  const { bad, total, value } = turnedBack(window, limit);
  const rate = value === undefined ? asPercent(bad / total) : `${asPercent(value.bad / value.total)} of the value`;
  return {
    proven: false,
    because: 'chance',
    reason:
      `${bad} of ${total} events in ${window.to - window.from} minutes (${rate}, limit ${limit.shown ?? asPercent(limit.rate)}) ` +
      `prove neither: the chance of that is ${asChance(chance)}, a ${what} takes ${asChance(alpha)}`,
  };
};

/** A person reads '82 of 100 approved, limit 90 %', not '18 of 100 not approved'. */
const turnedBack = (
  { bad, total, value }: Window,
  { direction }: Limit,
): Pick<Proof, 'bad' | 'total'> & { value?: { bad: number; total: number } } => {
  const back = (counts: { bad: number; total: number }): { bad: number; total: number } =>
    direction === 'above'
      ? { bad: counts.bad, total: counts.total }
      : { bad: counts.total - counts.bad, total: counts.total };
  return { ...back({ bad, total }), ...(value === undefined ? undefined : { value: back(value) }) };
};

const proofOf = (
  window: Window,
  limit: TestableLimit,
  probability: number,
  alpha: number,
  currency?: string,
): Proof => {
  const { bad, total, value } = turnedBack(window, limit);
  return {
    from: window.from,
    to: window.to,
    bad,
    total,
    rate: value === undefined ? bad / total : value.bad / value.total,
    limit: limit.rate,
    limitText: limit.text,
    ...(limit.normal === undefined ? undefined : { normal: limit.normal }),
    ...(value === undefined || currency === undefined ? undefined : { value: { ...value, currency } }),
    phi: window.phi,
    probability,
    alpha,
  };
};
