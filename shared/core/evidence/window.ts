import type { Limit } from '../guardrail/guardrail.ts';
import type { Series } from '../rollup/series.ts';
import { addMinutes, type EpochMinute } from '../units.ts';
import { evidenceDefaults } from './constants.ts';

/** What a window of minutes holds of one metric, turned so that 'bad' is always the side that the limit forbids. */
export interface Window {
  readonly from: EpochMinute;
  readonly to: EpochMinute;
  readonly bad: number;
  readonly total: number;
  /** Minutes with a bad event: all in one minute may be one payment, retried. */
  readonly badMinutes: number;
  readonly phi: number;
}

/**
 * The minutes `from` to `to - 1` of a series. `below 90 %` on good events is `above 10 %` on the rest, so that every
 * test afterwards is 'more than'. `history` is the dispersion learned from past hours (1: nothing learned).
 */
export const windowOf = (
  series: Series,
  limit: Pick<Limit, 'direction'>,
  from: EpochMinute,
  to: EpochMinute,
  history: number,
): Window => {
  const start = Math.max(0, from - series.from);
  const end = Math.min(series.total.length, to - series.from);
  let bad = 0;
  let total = 0;
  let squares = 0;
  let badMinutes = 0;
  for (let minute = start; minute < end; minute++) {
    const count = series.total[minute] ?? 0;
    const counted = series.bad[minute] ?? 0;
    const wrong = limit.direction === 'above' ? counted : count - counted;
    bad += wrong;
    total += count;
    squares += count * count;
    if (wrong > 0) badMinutes++;
  }
  return {
    from: addMinutes(series.from, start),
    to: addMinutes(series.from, Math.max(start, end)),
    bad,
    total,
    badMinutes,
    phi: dispersion(total, squares, history),
  };
};

/**
 * phi = max(1, 1 + rho (sum n_i^2 / sum n_i - 1), history): the variance of a sum of minutes against that of independent
 * events, for an intra-class correlation rho within a minute (Kish's design effect with unequal cluster sizes).
 * Without it a wobble of 0.3 points is 'proof' at 1 000 events a minute: 68 false openings a week.
 */
const dispersion = (total: number, squares: number, history: number): number =>
  total === 0 ? 1 : Math.max(1, 1 + evidenceDefaults.dispersionFloor * (squares / total - 1), history);
