import type { DurationMs, PerMinute, Ratio } from '../units.ts';
import type { Pattern } from './pattern.ts';

export const severities = ['critical', 'warning'] as const;
export type Severity = (typeof severities)[number];

export const kinds = ['rate', 'latency', 'volume'] as const;
export type Kind = (typeof kinds)[number];

/** What makes an event of the total a bad one. */
export type BadRule =
  | { readonly kind: 'pattern'; readonly pattern: Pattern }
  /** Slower than the limit, strictly; a timeout without a latency is slow, any other event without one is not counted. */
  | { readonly kind: 'slower'; readonly limitMs: DurationMs }
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
  /** A share of events (or of value); of a volume, events a minute. */
  readonly rate: Ratio | PerMinute;
  readonly text: string;
}

export interface Level extends Limit {
  readonly severity: Severity;
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
  /** Worst first. */
  readonly levels: readonly Level[];
  /** What must be proven for the guardrail to be clear again: the mildest level, unless `recover` says otherwise. */
  readonly recovery: Limit;
  readonly evidence: Evidence;
  /** How long after the last message an incident that is still open is told again; a severity that is missing, never. */
  readonly reminders: Readonly<Partial<Record<Severity, DurationMs>>>;
  /** Of a latency guardrail: 0.95 for `percentile: 95`. Shown in messages; what is tested is the share of slow events. */
  readonly percentile?: Ratio;
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
