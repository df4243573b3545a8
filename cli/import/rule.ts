import type { RawPattern } from '../../shared/core/guardrail/pattern-schema.ts';

/** What an expression says, as a guardrail: all but who is told of it and how. */
export interface Meaning {
  readonly kind: 'rate' | 'latency' | 'volume';
  readonly of: RawPattern;
  readonly bad?: RawPattern;
  readonly percentile?: number;
  readonly by: readonly string[];
  readonly windowMs: number;
  readonly minEvents?: number;
  readonly limit: Limit;
}

export interface Limit {
  readonly direction: 'above' | 'below';
  /** In the unit of the kind; only ever held against another of the same meaning. */
  readonly value: number;
  /** As guardrails.yaml has it. */
  readonly text: string;
}
