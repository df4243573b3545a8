import { addMinutes } from '../../shared/core/units.ts';
import { THIS_MINUTE } from '../../test/support/builders.ts';
import { calmWeeks, type Cell, DAY, seedOf, type Share, shares } from './cells.ts';
import type { Counts } from './counts.ts';
import { beginnings } from './cusum.ts';
import { type GroupTurn, parapet } from './parapet.ts';
import { LIMIT, openingsOf } from './rule.ts';
import { CUSUM, PARAPET, usualRules } from './rules.ts';
import { drawCounts, nameOf } from './traffic.ts';
import { beginningOf, turnsOnTheLimit } from './tuning.ts';

/** The CUSUM of the tables of false openings expects this. */
export const EXPECTED = 0.15;

/** Openings in all weeks, at each of the shares of the limit. */
export interface FalseOpenings {
  readonly cell: Cell;
  readonly weeks: number;
  readonly byRule: ReadonlyMap<string, readonly number[]>;
  /** Of Parapet's openings those in whose window the true rate was above the limit, of a rate that wanders. */
  readonly trulyAbove: readonly number[];
}

export const falseOpenings = (cell: Cell, weeks: number): FalseOpenings => {
  const drawn = shares.map((share) => calmWeeks(cell, share, weeks));
  const opened = shares.map((share, index) => openedAt(cell, share, weeks, drawn[index]));
  const begins = beginningOf(cell, EXPECTED, weeks);
  return {
    cell,
    weeks,
    byRule: new Map([
      ...[...usualRules].map(([name, rule]) => [name, drawn.map((counts) => openingsOf(rule(counts), DAY))] as const),
      [CUSUM, drawn.map((counts) => beginnings(counts, { expected: EXPECTED, begins }, DAY))] as const,
      [PARAPET, opened.map((turns) => turns.length)] as const,
    ]),
    trulyAbove: opened.map((turns, index) => turns.filter((turn) => wasAbove(turn, drawn[index])).length),
  };
};

const openedAt = (cell: Cell, share: Share, weeks: number, counts: Counts | undefined): readonly GroupTurn[] => {
  const turns = share === 1 || counts === undefined ? turnsOnTheLimit(cell, weeks) : [...parapet(counts)];
  return turns.filter(({ at, firing }) => firing && at > DAY);
};

/** Whether the true rate over the window that spoke was above the limit. */
const wasAbove = ({ proof }: GroupTurn, counts: Counts | undefined): boolean => {
  if (proof === undefined || counts?.rates === undefined) return false;
  let [bad, total] = [0, 0];
  for (let minute = proof.from; minute < proof.to; minute = addMinutes(minute, 1)) {
    const count = counts.total[minute - THIS_MINUTE] ?? 0;
    bad += count * (counts.rates[minute - THIS_MINUTE] ?? 0);
    total += count;
  }
  return bad / total > LIMIT;
};

/** Parapet's openings in the first day of so many groups, in which nothing is learned yet. */
export const firstDays = ({ data, perMinute }: Cell, share: Share, groups: number): number => {
  let openings = 0;
  for (let group = 0; group < groups; group++) {
    const seed = seedOf('first day', nameOf(data), perMinute, share, group);
    openings += openingsOf(parapet(drawCounts({ data, perMinute, minutes: DAY, rateAt: () => share * LIMIT }, seed)));
  }
  return openings;
};
