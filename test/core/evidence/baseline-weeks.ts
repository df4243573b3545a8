import type { Look } from '../../../shared/core/evidence/judge.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import type { PastWeek, Series } from '../../../shared/core/rollup/series.ts';
import type { Bucket } from '../../../shared/core/rollup/tally.ts';
import { addMinutes, MINUTES_PER_HOUR } from '../../../shared/core/units.ts';
import { bucketOf } from '../../support/bucket.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import type { Minute } from './looks.ts';

/** What was counted in a minute, by how many minutes it lies before (or after) the minute that begins now. */
export type At = (minute: number) => Minute;

/** The counts of a guardrail in this week and in past ones, the latest first. */
export interface Traffic {
  readonly now: At;
  readonly weeks: readonly At[];
  /** How many hours before the minutes are known; none unless told. */
  readonly hours?: number;
}

const MARGIN = 10;

/** A look at traffic as the tick would count it: minutes from a whole hour on, hours before, weeks a margin longer. */
export const lookAt = (
  guardrail: Guardrail,
  { now, weeks, hours = 0 }: Traffic,
  overrides: Partial<Look> = {},
): Look => ({
  guardrail,
  series: [
    {
      ...stretch(now, -MINUTES_PER_HOUR, 0, hours),
      weeks: weeks.map((at, index): PastWeek => ({
        ...stretch(at, -2 * MINUTES_PER_HOUR, MARGIN, hours - 1),
        ago: index + 1,
        knownFrom: addMinutes(THIS_MINUTE, -(1 + Math.max(1, hours)) * MINUTES_PER_HOUR),
      })),
    },
  ],
  now: THIS_MINUTE,
  alpha: 1e-4,
  history: 1,
  ...overrides,
});

const stretch = (at: At, from: number, to: number, hours: number): Series => {
  const minutes = Array.from({ length: to - from }, (_, index) => at(from + index));
  return {
    from: addMinutes(THIS_MINUTE, from),
    bad: Float64Array.from(minutes, ([bad]) => bad),
    total: Float64Array.from(minutes, ([, total]) => total),
    ...(hours > 0 && {
      older: Array.from({ length: hours }, (_, index) => hourOf(at, from - (hours - index) * MINUTES_PER_HOUR)),
      knownFrom: addMinutes(THIS_MINUTE, from - hours * MINUTES_PER_HOUR),
    }),
  };
};

const hourOf = (at: At, start: number): Bucket =>
  bucketOf(
    addMinutes(THIS_MINUTE, start),
    Array.from({ length: MINUTES_PER_HOUR }, (_, index) => at(start + index)),
  );

/** The same in every minute. */
export const steady =
  (bad: number, total: number): At =>
  () => [bad, total];
/** One traffic until a minute, another from it on. */
export const until =
  (minute: number, before: At, after: At): At =>
  (at) =>
    at < minute ? before(at) : after(at);

/** Traffic of numbers that are drawn once and then stay, whoever looks. */
export const drawn = (draw: (minute: number) => Minute): At => {
  const known = new Map<number, Minute>();
  return (minute) => {
    let counts = known.get(minute);
    if (counts === undefined) known.set(minute, (counts = draw(minute)));
    return counts;
  };
};

/** The same traffic some minutes later. */
export const later =
  (minutes: number, at: At): At =>
  (minute) =>
    at(minute + minutes);
