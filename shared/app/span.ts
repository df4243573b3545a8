import { evidenceDefaults } from '../core/evidence/constants.ts';
import { monthAt } from '../core/evidence/reach.ts';
import type { Guardrail } from '../core/guardrail/guardrail.ts';
import { addMinutes, dayOf, type EpochMinute, hourOf, MINUTES_PER_DAY } from '../core/units.ts';
import type { MinuteRange } from '../ports/counts.ts';

/** A stretch of the past that is counted: its minutes one by one, and what lies before them in hours and days. */
export interface Span {
  /** They begin with an hour, so that hours join them without a gap. */
  readonly minutes: MinuteRange;
  /** Those of them that rollups tell of: up to the cursor. */
  readonly sealed: MinuteRange;
  /** The first hour before the minutes; where it is not before them, none is asked for. */
  readonly oldest: EpochMinute;
  /** The days before the minutes, oldest first, whose rollup stands for their 24 hours. */
  readonly days: ReadonlySet<EpochMinute>;
}

/** Further back than this days are read: it is what the widest of the usual burn rates looks at. */
const LONGEST_IN_HOURS = 3 * MINUTES_PER_DAY;

/**
 * The UTC days between `oldest` and the minutes in which no window of the guardrail begins: of a day that one cuts, a sum
 * can't tell what lies on which side. The last 24 hours are never among them, since the longest of the usual windows cuts
 * the day before. None where it does not look back for long.
 */
export const wholeDays = (
  guardrail: Guardrail,
  oldest: EpochMinute,
  minutes: MinuteRange,
): ReadonlySet<EpochMinute> => {
  const days = new Set<EpochMinute>();
  if (hourOf(minutes.to) - oldest <= LONGEST_IN_HOURS) return days;
  const cut = new Set(
    windowStarts(guardrail, minutes.to)
      .filter((start) => start !== dayOf(start))
      .map(dayOf),
  );
  const first = dayOf(addMinutes(oldest, MINUTES_PER_DAY - 1));
  for (let day = first; dayRange(day).to <= minutes.from; day = dayRange(day).to) if (!cut.has(day)) days.add(day);
  return days;
};

/** Where a window begins that is longer than the minutes, and the month that is judged. */
const windowStarts = ({ levels, month }: Guardrail, now: EpochMinute): readonly EpochMinute[] => {
  const burning = levels.flatMap(({ burn }) => (burn === undefined ? [] : [burn.longMinutes, burn.shortMinutes]));
  const starts = [...evidenceDefaults.longWindows, ...burning].map((length) => hourOf(addMinutes(now, -length)));
  // Its bad events may be held against the others of the month before.
  return month === undefined ? starts : [...starts, monthAt(now, month.timezone).start];
};

/** What lies before the minutes and is read by the hour. */
export const hoursOf = ({ minutes, oldest, days }: Span): readonly MinuteRange[] => {
  const ranges: MinuteRange[] = [];
  let from = oldest;
  for (const day of days) {
    if (from < day) ranges.push({ from, to: day });
    from = dayRange(day).to;
  }
  return from < minutes.from ? [...ranges, { from, to: minutes.from }] : ranges;
};

export const daysOf = ({ days }: Span): readonly MinuteRange[] => [...days].map(dayRange);

export const dayRange = (day: EpochMinute): MinuteRange => ({ from: day, to: addMinutes(day, MINUTES_PER_DAY) });

/** The same with a day in hours, since its rollup is not known. */
export const inHours = (span: Span, day: EpochMinute): Span => ({
  ...span,
  days: new Set([...span.days].filter((each) => each !== day)),
});
