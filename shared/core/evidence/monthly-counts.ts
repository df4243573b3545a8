import type { Series } from '../rollup/series.ts';
import { addMinutes, dayOf, type EpochMinute, epochMinute, MINUTES_PER_DAY } from '../units.ts';
import { dailyDispersion } from './monthly-forecast.ts';
import type { CalendarMonth } from './reach.ts';

/** What a month, or what is over of it, holds of one metric. */
export interface MonthCount {
  readonly count: number;
  /** Of a weighted metric, in minor units: the sum, and the sum of squares. */
  readonly value: number;
  readonly valueSquares: number;
  readonly phi: number;
  /** Whether all of it is known. What is not makes the count a lower bound. */
  readonly isWhole: boolean;
}

/**
 * Minutes, hours and days from `start` on and before `end`. An hour across the border of two months, in a zone that is
 * half an hour off, counts to the earlier one.
 */
export const countMonth = (series: Series, { start, end }: CalendarMonth, now: EpochMinute): MonthCount => {
  const sums = { count: 0, value: 0, valueSquares: 0 };
  const to = epochMinute(Math.min(end, now));
  const days = new Map<EpochMinute, number>();
  const first = dayOf(addMinutes(start, MINUTES_PER_DAY - 1));
  for (let day = first; addMinutes(day, MINUTES_PER_DAY) <= to; day = addMinutes(day, MINUTES_PER_DAY))
    days.set(day, 0);
  const add = (at: EpochMinute, count: number, value: number, valueSquares: number): void => {
    sums.count += count;
    sums.value += value;
    sums.valueSquares += valueSquares;
    const known = days.get(dayOf(at));
    if (known !== undefined) days.set(dayOf(at), known + count);
  };
  for (const { from, total, value } of series.older ?? [])
    if (from >= start && from < to) add(from, total, value?.total ?? 0, value?.totalSquares ?? 0);
  for (const [index, total] of series.total.entries()) {
    const minute = addMinutes(series.from, index);
    if (total === 0 || minute < start || minute >= to) continue;
    add(minute, total, series.value?.total[index] ?? 0, series.value?.totalSquares[index] ?? 0);
  }
  return { ...sums, phi: dailyDispersion([...days.values()]), isWhole: (series.knownFrom ?? series.from) <= start };
};
