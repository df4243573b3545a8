import type { Severity } from '../../../shared/core/guardrail/guardrail.ts';

/** Pixels. A README is some 900 wide. */
export const layout = {
  width: 900,
  left: 62,
  /** Where the curves end; beside them stand the names of the limits. */
  right: 756,
  header: 92,
  laneTitle: 20,
  plot: 84,
  row: 15,
  bar: 9,
  gap: 22,
  footer: 34,
} as const;

/** Told apart by their darkness too, by who sees no red. */
export const colours = {
  ink: '#1c2430',
  faint: '#6b7686',
  grid: '#e6eaef',
  ground: '#ffffff',
  whole: '#1f5fa8',
  groups: ['#8a4fa3', '#12836f', '#8a5a2b'],
  old: '#7d8794',
} as const;

export const severityColours: Readonly<Record<Severity, string>> = { critical: '#b3202c', warning: '#e8a317' };
