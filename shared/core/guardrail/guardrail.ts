import type { DurationMs, Multiple, PerMinute, Ratio } from '../units.ts';
import type { Pattern } from './pattern.ts';

export const severities = ['critical', 'warning'] as const;
export type Severity = (typeof severities)[number];

export const kinds = ['rate', 'latency', 'volume', 'monthly'] as const;
export type Kind = (typeof kinds)[number];

/** What makes an event of the total a bad one. */
export type BadRule =
  | { readonly kind: 'pattern'; readonly pattern: Pattern }
  /** Slower than the limit, strictly; a timeout without a latency is slow, any other event without one is not counted. */
  | { readonly kind: 'slower'; readonly limitMs: DurationMs }
  /**
   * A timeout without a latency, which is slower than any limit; any other event without one is not counted. How slow the
   * others were is kept as a sketch, for a limit that is not known beforehand: a multiple of what is normal.
   */
  | { readonly kind: 'unanswered' }
  /** None is: a volume counts events, whatever became of them. */
  | { readonly kind: 'none' };

/** One count pair: how many of the events that match `of` are bad. */
export interface Metric {
  readonly of: Pattern;
  readonly bad: BadRule;
  /**
   * Counts the distinct values of this attribute in each minute instead of events: one payment that was tried five times
   * is one. A value is bad when any of its events is. An event without the attribute counts as a value of its own.
   */
  readonly countBy?: string;
  readonly weight?: Weight;
}

/** Counts value instead of events: each event weighs its amount. One currency, since yen and dollars don't add up. */
export interface Weight {
  readonly field: 'amount';
  readonly currency: string;
}

/** A line that the rate of a metric must not cross. `text` is how the owner wrote it: `3%`, `800ms`, `20/min`. */
export interface Limit {
  /** Index into the guardrail's metrics: two latency limits are two definitions of 'slow'. */
  readonly metric: number;
  readonly direction: 'above' | 'below';
  /** A share of events (or of value); of a volume, events a minute; of a guardrail with a baseline, a multiple of what is normal. */
  readonly rate: Ratio | PerMinute | Multiple;
  readonly text: string;
}

export interface Level extends Limit {
  readonly severity: Severity;
  /** Of a guardrail with an objective. */
  readonly burn?: Burn;
  /** Of a monthly guardrail: what must be reached beside the ratio. */
  readonly reached?: Reached;
}

/** How fast an error budget is spent, and over which two windows, in minutes: the long one proves it, the short one that it goes on. */
export interface Burn {
  /** 1 spends the budget in just its period. The `rate` of the level is factor x (1 - objective). */
  readonly factor: number;
  readonly longMinutes: number;
  readonly shortMinutes: number;
}

/** Every one of those that are given, over the calendar month. */
export interface Reached {
  /** Bad events. */
  readonly count?: number;
  /** Value of the bad events, in minor units of the currency of the amount metric. */
  readonly amount?: number;
  /** Events that they are held against. */
  readonly total?: number;
}

/** A rule of guardrails.yaml, checked and in the one form that the evaluator reads. Plain JSON, both ways. */
export interface Guardrail {
  readonly id: string;
  readonly name: string;
  readonly kind: Kind;
  readonly description?: string;
  readonly owner?: string;
  readonly runbook?: string;
  readonly metrics: readonly Metric[];
  /** Attributes (or fields) whose every value is a group of its own, judged beside the whole. */
  readonly by: readonly string[];
  /** How many groups of each attribute are judged on their own, by volume; `limits.groupsPerAttribute` where it is missing. */
  readonly groups?: number;
  /** Worst first. */
  readonly levels: readonly Level[];
  /** What must be proven for the guardrail to be clear again: the mildest level, unless `recover` says otherwise. */
  readonly recovery: Limit;
  readonly evidence: Evidence;
  /** How long after the last message an incident that is still open is told again; a severity that is missing, never. */
  readonly reminders: Readonly<Partial<Record<Severity, DurationMs>>>;
  /** All limits are multiples of what the past weeks had at the same clock time. */
  readonly baseline?: Baseline;
  readonly objective?: Objective;
  readonly month?: Month;
  /** Of a latency guardrail: 0.95 for `percentile: 95`. Shown in messages; what is tested is the share of slow events. */
  readonly percentile?: Ratio;
}

export interface Baseline {
  readonly weeks: number;
  /** Whose clock time: a week ago at nine is 167 or 169 hours back where a clock change lies between. */
  readonly timezone: string;
}

/** A share of good events that is promised over a rolling period: `99.9%` over 30 days. */
export interface Objective {
  readonly target: Ratio;
  readonly days: number;
  /** As its owner wrote it: `99.9%`. */
  readonly text: string;
}

/**
 * A limit of a card scheme over a calendar month: bad events (chargebacks are events of their own) against others, as
 * their count may be months apart. The members name places in the guardrail's metrics.
 */
export interface Month {
  readonly timezone: string;
  readonly bad: number;
  readonly total: number;
  /** Whether the bad events of a month are held against the others of the same month or of the one before. */
  readonly against: 'this-month' | 'previous-month';
  /** The bad events with their value, where a level has an amount. */
  readonly amount?: number;
  /** Part of the total: from this share of it on the scheme does not apply. */
  readonly exempt?: { readonly metric: number; readonly share: Ratio };
  /** Where the numbers come from, if they are a preset's. */
  readonly source?: string;
}

/** `proof`: a verdict needs evidence. `none`: a plain comparison, for rules that people bring along. */
export type Evidence = ProofEvidence | PlainEvidence;

/** How sure a verdict must be: the chance of a breach, and of a clear, when the rate lies on the limit. */
export interface ProofEvidence {
  readonly kind: 'proof';
  readonly breach: Ratio;
  readonly clear: Ratio;
}

/** The value over one window against the limit, held as Prometheus holds an alert (`for`, `keep_firing_for`). */
export interface PlainEvidence {
  readonly kind: 'none';
  readonly windowMinutes: number;
  /** With fewer events in the window nothing is compared, as if the series were not there. */
  readonly minEvents: number;
  readonly for: DurationMs;
  readonly keepFiringFor: DurationMs;
}
