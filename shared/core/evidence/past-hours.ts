import type { Series } from '../rollup/series.ts';
import type { Bucket } from '../rollup/tally.ts';
import { addMinutes, type EpochMinute, epochMinute, MINUTES_PER_HOUR } from '../units.ts';

/** The hours of a window that begins before the minutes of its series, and where it really begins. */
export interface PastHours {
  readonly from: EpochMinute;
  readonly hours: readonly Bucket[];
}

/**
 * From `from` on, in whole hours: one that is cut (by a horizon) is left out whole, since nobody knows on which side of
 * the cut its events lie, and so is a day. An hour without a bucket had no events, but only after the oldest that is
 * known. Hours lie as the minutes begin: those of a past week do so at half past where clocks change by half an hour.
 */
export const pastHours = ({ from: minutesFrom, older = [], knownFrom }: Series, from: EpochMinute): PastHours => {
  const known = knownFrom ?? older[0]?.from ?? minutesFrom;
  if (from >= minutesFrom || known >= minutesFrom) return { from: minutesFrom, hours: [] };
  const hoursBack = Math.floor((minutesFrom - from) / MINUTES_PER_HOUR);
  const whole = Math.max(addMinutes(minutesFrom, -hoursBack * MINUTES_PER_HOUR), known);
  const cut = older.find((bucket) => bucket.from < whole && whole < bucket.to);
  const begin = cut?.to ?? epochMinute(Math.min(whole, minutesFrom));
  return { from: begin, hours: older.filter((bucket) => bucket.from >= begin) };
};

/** Whether anything is known of a series before its minutes begin: that nothing came is knowledge too. */
export const hasPast = ({ from, older, knownFrom }: Series): boolean =>
  older !== undefined || (knownFrom ?? from) < from;
