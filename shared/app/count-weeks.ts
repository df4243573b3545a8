import { evidenceDefaults } from '../core/evidence/constants.ts';
import type { Reach } from '../core/evidence/reach.ts';
import type { Guardrail } from '../core/guardrail/guardrail.ts';
import type { WeekCounts } from '../core/rollup/past-weeks.ts';
import { addMinutes, type EpochMinute, hourOf } from '../core/units.ts';
import type { MinuteRange } from '../ports/counts.ts';
import { countSpan, type MetricPart } from './count-span.ts';
import type { KnownRollups } from './read-rollups.ts';
import type { Span } from './span.ts';

/** A past week around the clock time of now, in its own time. */
export interface WeekSpan {
  /** 1: last week. */
  readonly ago: number;
  /** How many minutes it lies back. */
  readonly shift: number;
  readonly span: Span;
}

/** Those that are all sealed, each a little wider than `minutes`: what comes at nine today may have come at ten past. */
export const weekSpans = (
  { oldest, weeks }: Reach,
  minutes: MinuteRange,
  sealedTo: EpochMinute,
): readonly WeekSpan[] => {
  const { margin } = evidenceDefaults.baseline;
  return weeks
    .map((shift, index) => {
      const from = hourOf(addMinutes(minutes.from, -margin - shift));
      const range = { from, to: addMinutes(minutes.to, margin - shift) };
      const hours = hourOf(addMinutes(oldest, -shift));
      return { ago: index + 1, shift, span: { minutes: range, sealed: range, oldest: hours, days: new Set<never>() } };
    })
    .filter(({ span }) => span.minutes.to <= sealedTo);
};

/** The weeks whose every minute is known: a part of one would look like a quiet week, and lower what is normal. */
export const countWeeks = (
  guardrail: Guardrail,
  parts: readonly MetricPart[],
  weeks: readonly WeekSpan[],
  known: KnownRollups,
): readonly WeekCounts[] =>
  weeks.flatMap(({ ago, shift, span }) => {
    const { measure, unknown, knownFrom } = countSpan(guardrail, parts, span, known);
    return unknown.size > 0 ? [] : [{ ago, shift, knownFrom, series: measure.series }];
  });
