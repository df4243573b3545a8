import { type Cell, DAY, seedOf, type Size } from './cells.ts';
import { NORMAL, untilTold } from './rule.ts';
import { CUSUM, ruleNames, untunedRules } from './rules.ts';
import { drawCounts, nameOf } from './traffic.ts';
import { tunedCusum } from './tuning.ts';

/** The rate rises evenly, crosses the limit half-way, and stays where it is then. */
export const DRIFT = { to: 0.08, minutes: 360, crosses: 180 } as const;
const PATIENCE = DAY;

/** Of each run: minutes from the crossing of the limit until it is told, negative where that is too early. */
export const drift = (cell: Cell, size: Size): ReadonlyMap<string, readonly number[]> => {
  const { to, minutes, crosses } = DRIFT;
  const rateAt = (minute: number): number =>
    NORMAL + (to - NORMAL) * Math.min(1, Math.max(0, (minute - DAY) / minutes));
  const runs = Array.from({ length: size.runs }, (_, run) =>
    drawCounts({ ...cell, minutes: DAY + PATIENCE, rateAt }, seedOf('drift', nameOf(cell.data), cell.perMinute, run)),
  );
  const rules = new Map([...untunedRules, [CUSUM, tunedCusum(cell, to, size)] as const]);
  return new Map(
    ruleNames.flatMap((name) => {
      const rule = rules.get(name);
      return rule === undefined ? [] : [[name, runs.map((counts) => untilTold(rule(counts), DAY) - crosses)] as const];
    }),
  );
};
