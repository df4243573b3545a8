import type { Series } from '../rollup/series.ts';
import { addMinutes, type EpochMinute } from '../units.ts';
import { evidenceDefaults, LONGEST_WINDOW_MINUTES } from './constants.ts';
import { medianOf } from './median.ts';

/**
 * How much more the counts of minutes vary than those of independent events do: half the mean squared difference of
 * neighbours, which a slope hardly moves (von Neumann et al., 1941), over their mean. The median of the hour up to `end` and
 * of the past weeks around it; 1 where too few events are known. Payments that come in bursts, or are sent by a job, are 3 and
 * more: taken for independent, some quiet minutes of them would be an outage every other week.
 */
export const minuteDispersion = (series: Series, end: EpochMinute): number => {
  const { from, total, knownFrom = from } = series;
  const start = Math.max(knownFrom, addMinutes(end, -LONGEST_WINDOW_MINUTES));
  const hour = total.subarray(Math.max(0, start - from), Math.max(0, end - from));
  const known = [hour, ...(series.weeks ?? []).map((week) => week.total)]
    .map(ofMinutes)
    .filter((ratio) => ratio !== undefined);
  return known.length === 0 ? 1 : Math.min(evidenceDefaults.learned.most, Math.max(1, medianOf(known)));
};

/**
 * Without the largest twentieth of the differences: those are where an outage begins and ends, and it must not make itself
 * unlikely. Of a normal difference the rest has 0.7585 of the variance: P(chi^2 with 3 <= 3.84) / 0.95.
 */
const TRIMMED = 0.05;
const LEFT_OF_VARIANCE = 0.7585;

const ofMinutes = (counts: Float64Array): number | undefined => {
  const { minutes, events } = evidenceDefaults.minuteDispersion;
  const sum = counts.reduce((total, count) => total + count, 0);
  if (counts.length < minutes || sum < events) return undefined;
  const squares = counts
    .subarray(1)
    .map((count, index) => (count - (counts[index] ?? 0)) ** 2)
    .sort();
  const kept = squares.subarray(0, Math.floor(squares.length * (1 - TRIMMED)));
  const variance = kept.reduce((total, square) => total + square, 0) / kept.length / 2 / LEFT_OF_VARIANCE;
  return variance / (sum / counts.length);
};
