import type { GroupKey } from '../rollup/series.ts';
import type { EpochMinute, EpochMs } from '../units.ts';

/** Somebody's word that messages are not wanted for a while. What is silenced is judged all the same. */
export interface Silence {
  readonly id: string;
  /** The guardrails that it covers; empty: all. */
  readonly guardrails: readonly string[];
  /** Values that what is told must have, `bank=icbc`; empty: everything of the guardrail. */
  readonly match: readonly GroupKey[];
  readonly period: Period;
  readonly by: string;
  readonly why: string;
}

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

export type Period =
  | { readonly kind: 'once'; readonly from: EpochMs; readonly until: EpochMs }
  /** On these days from and until a time of the clock there; until earlier than from means the next day. */
  | {
      readonly kind: 'weekly';
      readonly days: readonly Weekday[];
      /** `02:00`. */
      readonly from: string;
      readonly until: string;
      /** IANA, `Asia/Shanghai`. */
      readonly timezone: string;
    };

/** A silence at a minute that it covers. */
export interface ActiveSilence {
  readonly silence: Silence;
  /** The first minute that it covers no more. */
  readonly until: EpochMinute;
}
