import type { Guardrail } from '../guardrail/guardrail.ts';
import { localTime, momentOf } from '../local-time.ts';
import { addMinutes, days, type EpochMinute, epochMs, hourOf, minuteOf, startOf } from '../units.ts';
import { evidenceDefaults } from './constants.ts';

/** What of the past a guardrail is judged on, before the minutes of the last hour or two. */
export interface Reach {
  /** The hour in which its longest window begins, or its month, or the month before that. */
  readonly oldest: EpochMinute;
  /** By how many minutes each past week lies back, the latest first; empty without a baseline. */
  readonly weeks: readonly number[];
}

export const reachOf = ({ levels, month, baseline }: Guardrail, now: EpochMinute): Reach => {
  if (month !== undefined) {
    const { start } = monthAt(now, month.timezone, month.against === 'this-month' ? 0 : -1);
    return { oldest: hourOf(start), weeks: [] };
  }
  const longest = Math.max(...evidenceDefaults.longWindows, ...levels.map(({ burn }) => burn?.longMinutes ?? 0));
  return {
    oldest: hourOf(addMinutes(now, -longest)),
    weeks:
      baseline === undefined
        ? []
        : Array.from({ length: baseline.weeks }, (_, index) => weeksBack(now, index + 1, baseline.timezone)),
  };
};

/** How many minutes ago the clocks of a zone showed what they show now, `weeks` weeks back. */
const weeksBack = (now: EpochMinute, weeks: number, timezone: string): number => {
  const local = localTime(startOf(now), timezone);
  if (local === undefined) throw new RangeError(`expected a time zone such as Asia/Shanghai, got ${timezone}`);
  return now - minuteOf(momentOf(epochMs(local - days(7 * weeks)), timezone));
};

/** A calendar month of a zone: its first minute and that of the next. */
export interface CalendarMonth {
  readonly start: EpochMinute;
  readonly end: EpochMinute;
}

/**
 * The month that is judged at `now`, or one `offset` months from it: that of the newest whole minute, so that the first
 * look of a month is the last at the one before, which is whole then.
 */
export const monthAt = (now: EpochMinute, timezone: string, offset = 0): CalendarMonth => {
  const local = localTime(startOf(addMinutes(now, -1)), timezone);
  if (local === undefined) throw new RangeError(`expected a time zone such as Asia/Shanghai, got ${timezone}`);
  const shown = new Date(local);
  const first = (months: number): EpochMinute =>
    minuteOf(momentOf(epochMs(Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth() + months, 1)), timezone));
  return { start: first(offset), end: first(offset + 1) };
};
