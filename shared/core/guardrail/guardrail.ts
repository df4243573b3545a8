import type { DurationMs, Ratio } from '../units.ts';
import type { Pattern } from './pattern.ts';

export const severities = ['critical', 'warning'] as const;
export type Severity = (typeof severities)[number];

/** What makes an event of the total a bad one. */
export type BadRule =
  | { readonly kind: 'pattern'; readonly pattern: Pattern }
  /** Slower than the limit, strictly; a timeout without a latency is slow, any other event without one is not counted. */
  | { readonly kind: 'slower'; readonly limitMs: DurationMs };

/** One count pair: how many of the events that match `of` are bad. */
export interface Metric {
  readonly of: Pattern;
  readonly bad: BadRule;
}

/** A line that the rate of a metric must not cross. `text` is how the owner wrote it: `3%`, `800ms`. */
export interface Limit {
  /** Index into the guardrail's metrics: two latency limits are two definitions of 'slow'. */
  readonly metric: number;
  readonly direction: 'above' | 'below';
  readonly rate: Ratio;
  readonly text: string;
}

export interface Level extends Limit {
  readonly severity: Severity;
}

/** A rule of guardrails.yaml, checked and in the one form that the evaluator reads. Plain JSON, both ways. */
export interface Guardrail {
  readonly id: string;
  readonly name: string;
  readonly kind: 'rate' | 'latency';
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
  /** Of a latency guardrail: 0.95 for `percentile: 95`. Shown in messages; what is tested is the share of slow events. */
  readonly percentile?: Ratio;
}

/** How sure a verdict must be: the chance of a breach, and of a clear, when the rate lies on the limit. */
export interface Evidence {
  readonly breach: Ratio;
  readonly clear: Ratio;
}
