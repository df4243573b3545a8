import { type Cell, DAY, seedOf } from './cells.ts';
import type { Counts } from './counts.ts';
import { courseOf, LIMIT, NORMAL, type Rule } from './rule.ts';
import { drawCounts, nameOf } from './traffic.ts';

/** An incident that seems to end and does not: half an hour at `rate`, then three hours a little above the limit. */
export const HALF_ENDED = { rate: 0.4, rest: 1.2 * LIMIT, from: DAY, falls: DAY + 30, to: DAY + 210 } as const;

export const halfEndedRuns = ({ data, perMinute }: Cell, runs: number): readonly Counts[] => {
  const { rate, rest, from, falls, to } = HALF_ENDED;
  const rateAt = (minute: number): number => (minute < from ? NORMAL : minute < falls ? rate : rest);
  return Array.from({ length: runs }, (_, run) =>
    drawCounts({ data, perMinute, minutes: to, rateAt }, seedOf('half ended', nameOf(data), perMinute, run)),
  );
};

/** How often a rule calls it over while it goes on, on average. */
export const falseEndsOf = (rule: Rule, runs: readonly Counts[]): number =>
  runs.reduce((sum, counts) => sum + courseOf(rule(counts), HALF_ENDED.from, HALF_ENDED.to).falseEnds, 0) / runs.length;
