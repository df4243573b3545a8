import type { Limit } from '../guardrail/guardrail.ts';
import type { ValueSeries } from '../rollup/series.ts';
import type { ValueTally } from '../rollup/tally.ts';
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

/** Positions `start` to `end - 1`, and the hours before them. */
export const valueOf = (
  series: ValueSeries,
  { direction }: Pick<Limit, 'direction'>,
  start: number,
  end: number,
  hours: readonly ValueTally[] = [],
): ValueSums => {
  const sums = { bad: 0, total: 0, badSquares: 0, totalSquares: 0, largestBad: 0 };
  const add = (stretch: ValueTally): void => {
    const { bad, badSquares, largestBad } = direction === 'above' ? stretch : turned(stretch);
    sums.bad += bad;
    sums.total += stretch.total;
    sums.badSquares += badSquares;
    sums.totalSquares += stretch.totalSquares;
    sums.largestBad = Math.max(sums.largestBad, largestBad);
  };
  for (const hour of hours) add(hour);
  for (let minute = start; minute < end; minute++)
    add({
      bad: series.bad[minute] ?? 0,
      total: series.total[minute] ?? 0,
      badSquares: series.badSquares[minute] ?? 0,
      totalSquares: series.totalSquares[minute] ?? 0,
      largestBad: series.largestBad[minute] ?? 0,
    });
  return sums;
};

const turned = ({ bad, total, badSquares, totalSquares }: ValueTally): Omit<ValueSums, 'total' | 'totalSquares'> => {
  const wrong = total - bad;
  // Squares of amounts outgrow the whole numbers that a double holds: what is left of them must not be negative.
  const wrongSquares = Math.max(0, totalSquares - badSquares);
  // Of the other side only sums are stored. No event of it is larger than their root, nor larger than all together.
  return { bad: wrong, badSquares: wrongSquares, largestBad: Math.min(wrong, Math.sqrt(wrongSquares)) };
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
