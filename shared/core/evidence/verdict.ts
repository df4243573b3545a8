import type { Severity } from '../guardrail/guardrail.ts';
import type { EpochMinute } from '../units.ts';

/** The numbers that a verdict rests on: what was counted, over which minutes, and how likely it is by chance. */
export interface Proof {
  /** The window: minutes `from` to `to - 1`. */
  readonly from: EpochMinute;
  readonly to: EpochMinute;
  readonly bad: number;
  readonly total: number;
  /** bad / total. */
  readonly rate: number;
  /** The limit that it was tested against, as a rate, and as its owner wrote it. */
  readonly limit: number;
  readonly limitText: string;
  /** By how much the counts were deflated, because real minutes vary more than coin flips. */
  readonly phi: number;
  /** The chance to see this if the rate lay on the limit. */
  readonly probability: number;
  /** The chance below which it is believed. */
  readonly alpha: number;
}

/**
 * What a look at one member says. `inconclusive` is an answer: neither broken nor well is proven, and nothing changes.
 * `absent`: no events in any window, which is not a proof of health.
 */
export type Verdict =
  | {
      readonly kind: 'breach';
      readonly severity: Severity;
      readonly proof: Proof;
      /** So unlikely by chance that one look is enough. */
      readonly decisive: boolean;
      /** Levels worse than `severity` are proven not to be broken, not merely unproven. */
      readonly milder: boolean;
    }
  | { readonly kind: 'clear'; readonly proof: Proof }
  | { readonly kind: 'inconclusive'; readonly reason: string }
  | { readonly kind: 'absent'; readonly reason: string };

/** Whether a recovery holds over everything seen since it began. */
export type Recovery =
  | { readonly proven: true; readonly proof: Proof }
  | { readonly proven: false; readonly reason: string };
