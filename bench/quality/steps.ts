import { type Cell, DAY, seedOf, type Size } from './cells.ts';
import type { Counts } from './counts.ts';
import { courseOf, NORMAL, type Rule, untilTold } from './rule.ts';
import { CUSUM, ruleNames, untunedRules } from './rules.ts';
import { drawCounts, nameOf } from './traffic.ts';
import { tunedCusum } from './tuning.ts';

/** What 2 % rises to. */
export const heights = [0.08, 0.15, 0.4, 0.9] as const;
/** How long is waited for a rule to say that it began, or ended. */
export const PATIENCE = DAY;
const HOUR = 60;

/** A step after a day of calm: one that stays, until it is told; and one of an hour, until it is over. Each value of one run. */
export interface Step {
  readonly cell: Cell;
  readonly height: number;
  readonly byRule: ReadonlyMap<string, StepOutcome>;
}

export interface StepOutcome {
  /** Minutes; Infinity: not within a day. */
  readonly told: readonly number[];
  /** Minutes after the end of the hour; of the runs in which it was told by then. */
  readonly over: readonly number[];
  /** How often the hour was called over while it lasted, on average. */
  readonly falseEnds: number;
}

const drawRuns = (
  name: string,
  { data, perMinute }: Cell,
  { height, runs, minutes }: { height: number; runs: number; minutes: number },
  rateAt: (minute: number) => number,
): readonly Counts[] =>
  Array.from({ length: runs }, (_, run) =>
    drawCounts({ data, perMinute, minutes, rateAt }, seedOf(name, nameOf(data), perMinute, height, run)),
  );

/** Steps that stay. */
export const lastingRuns = (cell: Cell, height: number, runs: number): readonly Counts[] =>
  drawRuns('lasting', cell, { height, runs, minutes: DAY + PATIENCE }, (minute) => (minute < DAY ? NORMAL : height));

const hourRuns = (cell: Cell, height: number, runs: number): readonly Counts[] =>
  drawRuns('hour', cell, { height, runs, minutes: DAY + HOUR + PATIENCE }, (minute) =>
    minute >= DAY && minute < DAY + HOUR ? height : NORMAL,
  );

export const step = (cell: Cell, height: number, size: Size): Step => {
  const [lasting, hours] = [lastingRuns(cell, height, size.runs), hourRuns(cell, height, size.runs)];
  const outcomeOf = (rule: Rule): StepOutcome => {
    const courses = hours.map((counts) => courseOf(rule(counts), DAY, DAY + HOUR));
    return {
      told: lasting.map((counts) => untilTold(rule(counts), DAY)),
      over: courses.filter(({ told }) => told).map(({ untilOver }) => untilOver),
      falseEnds: courses.reduce((sum, { falseEnds }) => sum + falseEnds, 0) / courses.length,
    };
  };
  const rules = new Map([...untunedRules, [CUSUM, tunedCusum(cell, height, size)] as const]);
  return {
    cell,
    height,
    byRule: new Map(
      ruleNames.flatMap((name) => {
        const rule = rules.get(name);
        return rule === undefined ? [] : [[name, outcomeOf(rule)] as const];
      }),
    ),
  };
};
