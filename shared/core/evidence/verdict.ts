import type { Reached, Severity } from '../guardrail/guardrail.ts';
import type { DurationMs, EpochMinute } from '../units.ts';

/** The numbers that a verdict rests on: what was counted, over which minutes, and how likely it is by chance. */
export interface Proof {
  /** The window: minutes `from` to `to - 1`. */
  readonly from: EpochMinute;
  readonly to: EpochMinute;
  /** Events (or distinct values). Of a volume `bad` is 0 and `total` what came. */
  readonly bad: number;
  readonly total: number;
  /** bad / total; of value where the guardrail is weighted; of a volume, events a minute. */
  readonly rate: number;
  /** The limit that it was tested against, in the unit of `rate`, and as its owner wrote it. */
  readonly limit: number;
  readonly limitText: string;
  /** Where the limit is a multiple of what is normal: both in events a minute, as a share, or of a latency in ms. */
  readonly normal?: Normal;
  /** Of an objective: how fast the budget burns, and the short window that shows that it goes on. */
  readonly burn?: BurnProof;
  /** Of a monthly guardrail. */
  readonly month?: MonthProof;
  /** Of a weighted guardrail: the value behind the counts, in minor units. */
  readonly value?: { readonly bad: number; readonly total: number; readonly currency: string };
  /** By how much the counts were deflated, because real minutes vary more than coin flips. */
  readonly phi: number;
  /** The chance to see this if the rate lay on the limit. 1 where nothing was tested (a plain comparison). */
  readonly probability: number;
  /** The chance below which it is believed. */
  readonly alpha: number;
}

/** What past weeks had at this clock time. */
export interface Normal {
  readonly rate: number;
  /** rate x the multiple of the limit. */
  readonly limit: number;
  /** From how many weeks it is the median. */
  readonly weeks: number;
}

export interface BurnProof {
  /** Measured over the long window, in budgets per period: 14.4 spends it 14.4 times as fast as it may be. */
  readonly factor: number;
  /** The factor that was broken. */
  readonly limit: number;
  readonly short: {
    readonly from: EpochMinute;
    readonly to: EpochMinute;
    readonly bad: number;
    readonly total: number;
  };
}

/** A calendar month: `from` and `to` of the proof are its beginning and now, `bad` and `total` what was counted so far. */
export interface MonthProof {
  /** The first minute of the next month. */
  readonly end: EpochMinute;
  readonly against: 'this-month' | 'previous-month';
  /** What is expected at the end of the month; `total` of the previous month is known. */
  readonly projected: { readonly bad: number; readonly total: number; readonly amount?: number };
  /** What must be reached beside the ratio, as the level says. */
  readonly reached: Reached;
  /** The value of the bad events so far, in minor units. */
  readonly amount?: { readonly value: number; readonly currency: string };
  /** When the last condition is expected to be reached; not after now: it was. Missing where it is not expected to be. */
  readonly crossesAt?: EpochMinute;
}

/**
 * What a look at one member says. `inconclusive` is an answer: neither broken nor well is proven, and nothing changes.
 * `absent`: no events in any window, which is not a proof of health. `compared`: a guardrail that asks for no evidence.
 */
export type Verdict =
  | {
      readonly kind: 'breach';
      readonly severity: Severity;
      readonly proof: Proof;
      /** Where it began, where that is known better than by the window of the proof. */
      readonly since?: EpochMinute;
      /** So unlikely by chance that one look is enough. */
      readonly decisive: boolean;
      /** Levels worse than `severity` are proven not to be broken, not merely unproven. */
      readonly milder: boolean;
    }
  | { readonly kind: 'clear'; readonly proof: Proof }
  | { readonly kind: 'inconclusive'; readonly reason: string }
  | { readonly kind: 'absent'; readonly reason: string }
  | Comparison;

/** The plain comparison of each level, and how long its answer must hold. */
export interface Comparison {
  readonly kind: 'compared';
  /** The levels that are broken now, worst first. */
  readonly broken: readonly { readonly severity: Severity; readonly proof: Proof }[];
  /** Against the mildest level; missing where there were too few events to compare. */
  readonly proof?: Proof;
  readonly for: DurationMs;
  readonly keepFiringFor: DurationMs;
}

/** Whether a recovery holds over everything seen since it began. */
export type Recovery =
  | { readonly proven: true; readonly proof: Proof }
  | { readonly proven: false; readonly reason: string };
