import type { Guardrail, Limit } from '../guardrail/guardrail.ts';
import type { Series } from '../rollup/series.ts';
import type { Bucket } from '../rollup/tally.ts';
import { addMinutes, type EpochMinute, hourOf, MINUTES_PER_DAY } from '../units.ts';
import { burstSize } from './burst-size.ts';
import { evidenceDefaults } from './constants.ts';
import type { HourOfCounts } from './hour-of-counts.ts';
import { medianOf } from './median.ts';

/**
 * phi = max(1, 1 + rho (sum n_i^2 / sum n_i - 1), history): the variance of a sum of minutes against that of independent
 * events, for an intra-class correlation rho within a minute (Kish's design effect with unequal cluster sizes).
 * Without it a wobble of 0.3 points is 'proof' at 1 000 events a minute: 68 false openings a week.
 */
export const dispersion = (
  total: number,
  squares: number,
  history: number,
  floor: number = evidenceDefaults.dispersionFloor,
): number => (total === 0 ? 1 : Math.max(1, 1 + floor * (squares / total - 1), history));

/**
 * What the hours of the last day, before the minutes of the series, teach of the mildest level's counts; 1 without them,
 * and where they counted something else: of a limit that moves nobody knows how many were slower in each minute.
 */
export const dispersionOf = (series: readonly Series[], guardrail: Guardrail, now: EpochMinute): number => {
  const mildest = guardrail.levels.at(-1) ?? guardrail.recovery;
  if (guardrail.metrics[mildest.metric]?.bad.kind === 'unanswered') return 1;
  const earliest = hourOf(addMinutes(now, -MINUTES_PER_DAY));
  const hours = series[mildest.metric]?.older?.filter(({ from }) => from >= earliest) ?? [];
  return learnedDispersion(hours.map((hour) => turned(hour, mildest)));
};

/** The counts of the side that the limit forbids: sum (n - k)^2 / n = N - 2K + sum k^2 / n. */
const turned = (hour: Bucket, { direction }: Pick<Limit, 'direction'>): HourOfCounts => {
  const { minutes, goodMinutes, bad, total, badSquaresOverTotal } = hour;
  return direction === 'above'
    ? hour
    : {
        minutes,
        badMinutes: goodMinutes,
        total,
        bad: total - bad,
        badSquaresOverTotal: total - 2 * bad + badSquaresOverTotal,
      };
};

/**
 * The dispersion of past hours (the last 24), by the larger of two medians, so that incidents do not move it: of Pearson's
 * chi^2 / (m - 1) of the minutes within each hour, at the rate of that hour, which knows rates that vary, and of the size
 * of bursts. 1 where too few hours are known; Pearson's takes more of them, since of few bad events it comes to anything.
 */
export const learnedDispersion = (hours: readonly HourOfCounts[]): number => {
  const { hours: fewest, burstHours, badPerHour, most } = evidenceDefaults.learned;
  const known = hours.filter(({ minutes, bad }) => minutes >= 2 && bad >= badPerHour);
  const mixed = known.filter(({ bad, total }) => bad < total);
  const varying = mixed.length < fewest ? 1 : medianOf(mixed.map(pearson));
  const bursts = known.length < burstHours ? 1 : medianOf(known.map(burstSize));
  return Math.min(most, Math.max(1, varying, bursts));
};

/** sum (k_i - n_i p)^2 / (n_i p (1 - p)) / (m - 1) with p = K / N, where the sum comes to sum k_i^2 / n_i - K p. */
const pearson = ({ minutes, bad, total, badSquaresOverTotal }: HourOfCounts): number => {
  const rate = bad / total;
  return (badSquaresOverTotal - bad * rate) / (rate * (1 - rate)) / (minutes - 1);
};
