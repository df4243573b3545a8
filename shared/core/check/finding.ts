import type { Path, Problem } from '../guardrail/problem.ts';

/** What kinds of things are found. `refused`: the loader does not take it, whoever loads it. */
export type FindingKind =
  | 'refused'
  | 'unknown-attribute'
  | 'no-groups'
  | 'impossible-pattern'
  | 'never-proven'
  | 'same-meaning'
  | 'says-nothing-new'
  | 'silenced-always'
  | 'silence-over'
  | 'too-many-parts'
  | 'too-many-series';

/** Something in guardrails.yaml that is no fault of form. An error would leave payments unwatched; a warning is to be looked at. */
export interface Finding extends Problem {
  readonly kind: FindingKind;
  readonly severity: 'error' | 'warning';
}

/** A finding before its place is known. */
export interface Found {
  readonly severity: Finding['severity'];
  readonly path: Path;
  readonly message: string;
}
