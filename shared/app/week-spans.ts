import { evidenceDefaults } from '../core/evidence/constants.ts';
import type { Reach } from '../core/evidence/reach.ts';
import { addMinutes, type EpochMinute, hourOf } from '../core/units.ts';
import type { MinuteRange } from '../ports/counts.ts';
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
