import { chanceOfAtLeast } from '../../shared/core/evidence/binomial.ts';
import { short } from './figures.ts';

/** `within chance`: worse than asked, but no more so than that many weeks or runs are once in twenty times. */
export type Met = 'met' | 'within chance' | 'not met';

const CHANCE = 0.05;

/** A target that the bench checks, as a row of its last tables. */
export interface Check {
  readonly what: string;
  readonly measured: string;
  readonly asked: string;
  readonly met: Met;
}

/** A count in so many weeks against a rate that was itself counted in so many. */
export const rateMet = (count: number, weeks: number, asked: number, askedWeeks: number): Met => {
  if (count <= asked * weeks) return 'met';
  // Of two Poisson counts the one is binomial given their sum.
  const chance = chanceOfAtLeast(count, count + asked * askedWeeks, weeks / (weeks + askedWeeks));
  return chance >= CHANCE ? 'within chance' : 'not met';
};

/** The median of `values` against an upper bound; by chance where so many of them may well lie within it. */
export const medianMet = (values: readonly number[], most: number): Met => {
  const within = values.filter((value) => value <= most).length;
  if (within * 2 > values.length) return 'met';
  return 1 - chanceOfAtLeast(within + 1, values.length, 0.5) >= CHANCE ? 'within chance' : 'not met';
};

/** The worst of several. */
export const allMet = (each: readonly Met[]): Met =>
  each.includes('not met') ? 'not met' : each.includes('within chance') ? 'within chance' : 'met';

/** Fewer than `most` openings a week. */
export const fewCheck = (what: string, count: number, weeks: number, most: number): Check => ({
  what,
  measured: short(count / weeks),
  asked: `below ${most}`,
  met: count < most * weeks ? 'met' : 'not met',
});
