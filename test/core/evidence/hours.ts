import type { Series } from '../../../shared/core/rollup/series.ts';
import type { Bucket, Tally } from '../../../shared/core/rollup/tally.ts';
import { addMinutes, MINUTES_PER_HOUR } from '../../../shared/core/units.ts';
import type { Minute } from './looks.ts';

/** An hour whose events came one a minute, as far as minutes go: a bad one in as many as there are. */
export const anHour = (bad: number, total: number): Tally => ({
  bad,
  total,
  minutes: Math.min(MINUTES_PER_HOUR, total),
  badMinutes: Math.min(MINUTES_PER_HOUR, bad),
  goodMinutes: Math.min(MINUTES_PER_HOUR, total - bad),
  squares: total,
  badSquaresOverTotal: bad,
});
export const hoursOf = (hours: readonly Minute[]): readonly Tally[] => hours.map(([bad, total]) => anHour(bad, total));

/** The hours, oldest first, right before the minutes of a series; without events an hour is not kept. */
export const withHours = (series: Series, hours: readonly Tally[]): Series => ({
  ...series,
  older: hours
    .map((tally, index): Bucket => {
      const from = addMinutes(series.from, (index - hours.length) * MINUTES_PER_HOUR);
      return { ...tally, from, to: addMinutes(from, MINUTES_PER_HOUR) };
    })
    .filter(({ total }) => total > 0),
});
