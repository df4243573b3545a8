import type { Limit } from '../guardrail/guardrail.ts';
import type { ValueSeries } from '../rollup/series.ts';
import { evidenceDefaults } from './constants.ts';

/** The value behind the counts of a window, in minor units, turned as they are. */
export interface ValueSums {
  readonly bad: number;
  readonly total: number;
  readonly badSquares: number;
  readonly totalSquares: number;
  /** The largest single bad event; turned, it is not known, and this is the most that it can be. */
  readonly largestBad: number;
}

/** Positions `start` to `end - 1`. */
export const valueOf = (
  series: ValueSeries,
  { direction }: Pick<Limit, 'direction'>,
  start: number,
  end: number,
): ValueSums => {
  let [bad, total, badSquares, totalSquares, largestBad] = [0, 0, 0, 0, 0];
  for (let minute = start; minute < end; minute++) {
    const sum = series.total[minute] ?? 0;
    const squares = series.totalSquares[minute] ?? 0;
    const counted = series.bad[minute] ?? 0;
    const countedSquares = series.badSquares[minute] ?? 0;
    const wrong = direction === 'above' ? counted : sum - counted;
    // Squares of amounts outgrow the whole numbers that a double holds: what is left of them must not be negative.
    const wrongSquares = direction === 'above' ? countedSquares : Math.max(0, squares - countedSquares);
    // Of the other side only sums are stored. No event of it is larger than their root, nor larger than all together.
    const largest = direction === 'above' ? (series.largestBad[minute] ?? 0) : Math.min(wrong, Math.sqrt(wrongSquares));
    bad += wrong;
    total += sum;
    badSquares += wrongSquares;
    totalSquares += squares;
    largestBad = Math.max(largestBad, largest);
  }
  return { bad, total, badSquares, totalSquares, largestBad };
};

/**
 * The size of the events that value is counted in: c = max(sum w^2 / sum w, sum_bad w^2 / sum_bad w), so that sum w / c
 * counts as many equal events as vary as much. Kish's (sum w)^2 / sum w^2 alone calls a breach twenty times too often
 * where bad payments are the larger ones. 0 where there is no value.
 */
export const sizeToBreak = ({ bad, total, badSquares, totalSquares }: ValueSums): number =>
  Math.max(total > 0 ? totalSquares / total : 0, bad > 0 ? badSquares / bad : 0);

/** The same to clear, where the bad events that matter are those that were not seen: they may be larger than the rest. */
export const sizeToClear = (value: ValueSums): number =>
  Math.max(
    sizeToBreak(value),
    value.total > 0 ? (evidenceDefaults.weighted.unseenSize * value.totalSquares) / value.total : 0,
  );
