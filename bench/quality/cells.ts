import { MINUTES_PER_DAY } from '../../shared/core/units.ts';
import type { Counts } from './counts.ts';
import { LIMIT } from './rule.ts';
import { type Data, drawCounts, nameOf } from './traffic.ts';

export const DAY = MINUTES_PER_DAY;
export const WEEK = 7 * DAY;

export const SEED = 7;

/** How much is drawn. */
export interface Size {
  /** Of each cell of false openings, after a day from which the dispersion is learned. */
  readonly weeks: number;
  /** Of each incident. */
  readonly runs: number;
}

/** Of the tables in docs/quality.md. */
export const fullSize: Size = { weeks: 20, runs: 200 };

export interface Cell {
  readonly data: Data;
  readonly perMinute: number;
}

export const rates = [1, 5, 20, 100, 1000] as const;
export const independent: Data = { kind: 'independent' };
export const slightlyVarying: Data = { kind: 'overdispersed', icc: 0.002 };
export const varying: Data = { kind: 'overdispersed', icc: 0.01 };
export const retries: Data = { kind: 'retries' };
export const wandering: readonly Data[] = [
  { kind: 'wandering', spread: 0.2, minutes: 10 },
  { kind: 'wandering', spread: 0.3, minutes: 60 },
];

export const cellsOf = (...data: readonly Data[]): readonly Cell[] =>
  data.flatMap((each) => rates.map((perMinute) => ({ data: each, perMinute })));

/** True rates, as shares of the limit, at which every opening is a false one. */
export const shares = [0.7, 0.9, 1] as const;
export type Share = (typeof shares)[number];

/** A day to learn from, and weeks at a share of the limit. */
export const calmWeeks = ({ data, perMinute }: Cell, share: Share, weeks: number): Counts =>
  drawCounts(
    { data, perMinute, minutes: DAY + weeks * WEEK, rateAt: () => share * LIMIT },
    seedOf('weeks', nameOf(data), perMinute, share),
  );

/** Of each cell its own, so that one can be drawn again without the others (FNV-1a). */
export const seedOf = (...parts: readonly (string | number)[]): number => {
  let hash = 0x811c9dc5 ^ SEED;
  for (const unit of parts.join('|')) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
};
