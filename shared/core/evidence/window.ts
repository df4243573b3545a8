import type { Limit } from '../guardrail/guardrail.ts';
import type { Series } from '../rollup/series.ts';
import { addMinutes, type EpochMinute } from '../units.ts';
import { dispersion } from './dispersion.ts';
import { pastHours } from './past-hours.ts';
import { type ValueSums, valueOf } from './value.ts';

/** What a window holds of one metric, turned so that 'bad' is always the side that the limit forbids. */
export interface Window {
  /** Where it truly begins: not before what is known, and with a whole hour where it reaches behind the minutes. */
  readonly from: EpochMinute;
  readonly to: EpochMinute;
  readonly bad: number;
  readonly total: number;
  /** Minutes with a bad event: all in one minute may be one payment, retried. */
  readonly badMinutes: number;
  readonly phi: number;
  /** Of a weighted metric, if all that the window holds has it. */
  readonly value?: ValueSums;
}

/**
 * The minutes `from` to `to - 1` of a series, with the past hours that begin in them. `below 90 %` on good events is
 * `above 10 %` on the rest, so that every test afterwards is 'more than'. `history` is the dispersion learned from past
 * hours (1: nothing learned), `floor` the intra-class correlation that is always allowed for.
 */
export const windowOf = (
  series: Series,
  limit: Pick<Limit, 'direction'>,
  from: EpochMinute,
  to: EpochMinute,
  history: number,
  floor?: number,
): Window => {
  const start = Math.max(0, from - series.from);
  const end = Math.max(start, Math.min(series.total.length, to - series.from));
  let bad = 0;
  let total = 0;
  let squares = 0;
  let badMinutes = 0;
  const past = pastHours(series, from);
  for (const hour of past.hours) {
    const isAbove = limit.direction === 'above';
    bad += isAbove ? hour.bad : hour.total - hour.bad;
    total += hour.total;
    squares += hour.squares;
    badMinutes += isAbove ? hour.badMinutes : hour.goodMinutes;
  }
  for (let minute = start; minute < end; minute++) {
    const count = series.total[minute] ?? 0;
    const counted = series.bad[minute] ?? 0;
    const wrong = limit.direction === 'above' ? counted : count - counted;
    bad += wrong;
    total += count;
    squares += count * count;
    if (wrong > 0) badMinutes++;
  }
  const values = past.hours.flatMap((hour) => hour.value ?? []);
  return {
    from: from < series.from ? past.from : addMinutes(series.from, start),
    to: addMinutes(series.from, end),
    bad,
    total,
    badMinutes,
    phi: dispersion(total, squares, history, floor),
    ...(series.value === undefined || values.length < past.hours.length
      ? undefined
      : { value: valueOf(series.value, limit, start, end, values) }),
  };
};

/** The share of a window that is bad, of its value where it is weighted; NaN where there is nothing to be a share of. */
export const shareOf = ({ bad, total, value }: Window): number =>
  value === undefined ? bad / total : value.bad / value.total;
