import type { Series } from '../rollup/series.ts';
import type { Bucket } from '../rollup/tally.ts';
import { addMinutes, type EpochMinute, epochMinute, hourOf, MINUTES_PER_HOUR } from '../units.ts';

/** The hours of a window that begins before the minutes of its series, and where it really begins. */
export interface PastHours {
  readonly from: EpochMinute;
  readonly hours: readonly Bucket[];
}

/**
 * From `from` on, in whole hours: one that is cut (by a horizon) is left out whole, since nobody knows on which side of
 * the cut its events lie. An hour without a bucket had no events, but only after the oldest that is known.
 */
export const pastHours = ({ from: minutesFrom, older = [] }: Series, from: EpochMinute): PastHours => {
  const [oldest] = older;
  if (oldest === undefined || from >= minutesFrom) return { from: minutesFrom, hours: [] };
  const whole = hourOf(addMinutes(from, MINUTES_PER_HOUR - 1));
  const begin = epochMinute(Math.min(Math.max(whole, oldest.from), minutesFrom));
  return { from: begin, hours: older.filter((hour) => hour.from >= begin) };
};
