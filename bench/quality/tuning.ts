import { calmWeeks, type Cell, DAY } from './cells.ts';
import { cusum, lowest, tuneBeginning } from './cusum.ts';
import { type GroupTurn, parapet } from './parapet.ts';
import { falseEndsOf, HALF_ENDED, halfEndedRuns } from './half-ended.ts';
import { openingsOf, type Rule } from './rule.ts';
import { nameOf } from './traffic.ts';

/**
 * The CUSUM as a fair opponent: on the same data as Parapet, and with its thresholds as low as they may be to be wrong as
 * seldom. It begins as often in the same weeks exactly on the limit, and ends as often in the same incidents that only half
 * end.
 */
export const tunedCusum = (cell: Cell, expected: number, size: { weeks: number; runs: number }): Rule =>
  cusum({ expected, begins: beginningOf(cell, expected, size.weeks), ends: endOf(cell, size) });

/** What a computation came to, by its name: the weeks on the limit are asked for by every step. */
const remembered = <Value>(): ((name: string, work: () => Value) => Value) => {
  const known = new Map<string, Value>();
  return (name, work) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const value = work();
    known.set(name, value);
    return value;
  };
};

const limitTurns = remembered<readonly GroupTurn[]>();

/** Parapet in the weeks exactly on the limit, after the day that the dispersion is learned from. */
export const turnsOnTheLimit = (cell: Cell, weeks: number): readonly GroupTurn[] =>
  limitTurns(`${nameOf(cell.data)} ${cell.perMinute} ${weeks}`, () =>
    [...parapet(calmWeeks(cell, 1, weeks))].filter(({ at }) => at > DAY),
  );

/** The lowest threshold with which it begins, on the limit, no more often than Parapet opens. */
export const beginningOf = (cell: Cell, expected: number, weeks: number): number =>
  tuneBeginning(calmWeeks(cell, 1, weeks), expected, openingsOf(turnsOnTheLimit(cell, weeks)), DAY);

const ends = remembered<number>();

const endOf = (cell: Cell, { weeks, runs }: { weeks: number; runs: number }): number =>
  ends(`${nameOf(cell.data)} ${cell.perMinute} ${weeks} ${runs}`, () => {
    const begins = beginningOf(cell, HALF_ENDED.rate, weeks);
    const drawn = halfEndedRuns(cell, runs);
    const allowed = falseEndsOf(parapet, drawn);
    return lowest(
      (threshold) => falseEndsOf(cusum({ expected: HALF_ENDED.rate, begins, ends: threshold }), drawn) <= allowed,
    );
  });
