import type { Look } from '../../../shared/core/evidence/judge.ts';
import type { Series } from '../../../shared/core/rollup/series.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { aGuardrail, THIS_MINUTE } from '../../support/builders.ts';

export type Minute = readonly [bad: number, total: number];

/** One count pair per minute, oldest first; the last one is the newest whole minute. */
export const seriesOf = (minutes: readonly Minute[]): Series => ({
  from: addMinutes(THIS_MINUTE, -minutes.length),
  bad: Float64Array.from(minutes, ([bad]) => bad),
  total: Float64Array.from(minutes, ([, total]) => total),
});

/** The amounts of the bad and of the good events of each minute. */
export type Amounts = readonly [bad: readonly number[], good: readonly number[]];

export const weightedSeriesOf = (minutes: readonly Amounts[]): Series => {
  const column = (of: (bad: readonly number[], all: readonly number[]) => number): Float64Array =>
    Float64Array.from(minutes, ([bad, good]) => of(bad, [...bad, ...good]));
  const sum = (amounts: readonly number[], power: number): number =>
    amounts.reduce((total, amount) => total + amount ** power, 0);
  return {
    from: addMinutes(THIS_MINUTE, -minutes.length),
    bad: column((bad) => bad.length),
    total: column((_, all) => all.length),
    value: {
      bad: column((bad) => sum(bad, 1)),
      total: column((_, all) => sum(all, 1)),
      badSquares: column((bad) => sum(bad, 2)),
      totalSquares: column((_, all) => sum(all, 2)),
      largestBad: column((bad) => Math.max(0, ...bad)),
    },
  };
};

export const repeat = <const Value>(count: number, value: Value): readonly Value[] =>
  Array.from({ length: count }, () => value);

export const aLook = (minutes: readonly Minute[], overrides: Partial<Look> = {}): Look => ({
  guardrail: aGuardrail(),
  series: [seriesOf(minutes)],
  now: THIS_MINUTE,
  alpha: 1e-4,
  history: 1,
  ...overrides,
});
