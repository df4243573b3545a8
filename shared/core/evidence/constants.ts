import { minutes, ratio } from '../units.ts';

/**
 * The constants of judging, chosen by simulation on independent, overdispersed and autocorrelated data, retries in fives
 * and 200 groups at once. They stand together since they were chosen together.
 */
export const evidenceDefaults = {
  /** Chance of a breach per look when the rate lies on the limit. */
  breach: ratio(1e-4),
  /** Chance of a clear when the rate lies on the limit. At 0.05 three of ten incidents were closed while they ran. */
  clear: ratio(0.01),
  /** A guardrail with more groups than this shares its chance among them: 200 groups at 1e-4 each opened 18 times a week. */
  groupsAtFullChance: 10,
  /** A probability this much below the chance needs neither a second minute nor a second look. */
  decisiveFactor: 0.01,
  /** Minutes back from now; the shortest that is conclusive speaks. */
  windows: [1, 2, 5, 10, 25, 60],
  /** Bad events, after deflation, below which nothing is a breach: one payment is no outage. */
  leastBad: 2,
  /** Variance between minutes beyond the binomial that all real traffic has (intra-class correlation). */
  dispersionFloor: 0.002,
  /** How long a member must stay clear after it was declared recovering, and how long a lower severity must hold. */
  recovery: minutes(10),
  /** A breach this soon after the resolution is the same incident. */
  reopening: minutes(30),
} as const;

export const LONGEST_WINDOW_MINUTES = Math.max(...evidenceDefaults.windows);
