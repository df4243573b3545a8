import type { Limit } from '../guardrail/guardrail.ts';
import { type EpochMinute, ratio } from '../units.ts';
import { baselineOf, type PastWindow, weeksWorth } from './baseline.ts';
import { evidenceDefaults } from './constants.ts';
import { chanceOfAtLeastGiven, chanceOfAtMostGiven, type PastCounts } from './estimated-rate.ts';
import { type Answers, answersOf, percentileOf, slowerThan } from './latencies.ts';
import { type Look, seriesFor } from './look.ts';
import { medianOf } from './median.ts';
import { oncePerLook } from './once-per-look.ts';
import type { TestableLimit } from './test-limit.ts';
import { type Window, windowOf } from './window.ts';

/** A window whose slow events are counted, and the limit on their share; or why it is not known what slow is. */
export type Slower =
  | { readonly known: true; readonly window: Window; readonly limit: TestableLimit }
  | { readonly known: false; readonly reason: string };

/**
 * Events that are slower than a multiple of the percentile that is normal, held against the share that may be. As many
 * were slower than the percentile itself in the past, so that both are compared by Fisher's exact test: were the two
 * distributions the same but for the multiple, the exact test of an exceedance, whatever their form. Latencies are known
 * to within 1 % (see sketch.ts), and so are the limit and what lies above it.
 */
export const slowerThanNormal = (look: Look, limit: Limit, from: EpochMinute, to: EpochMinute): Slower => {
  const percentile = percentileIn(look);
  const series = seriesFor(look, limit);
  const { latencyDispersionFloor } = evidenceDefaults.baseline;
  const window = windowOf(series, { direction: 'above' }, from, to, 1, latencyDispersionFloor);
  // Around its newest minute too, whichever test asks: both are about the same past.
  const baseline = baselineOf(look, limit, { from: window.from, to: look.now });
  if (!baseline.known) return baseline;
  const { weeks } = baseline;
  const normalMs = normals(look, `${limit.metric} ${window.from}`, () => normalOf(weeks, percentile));
  const slow = Number((1 - percentile).toFixed(6));
  if (!Number.isFinite(normalMs)) {
    const reason = `normal is not known: in past weeks more than ${slow * 100}% had no answer at this time`;
    return { known: false, reason };
  }
  const answers = counted(look, `${limit.metric} ${window.from} ${to}`, () => answersOf(series, window));
  const past = pastCounts(weeks, slow);
  const limitMs = normalMs * limit.rate;
  return {
    known: true,
    window: slowerThan(window, answers, limitMs),
    limit: {
      ...limit,
      rate: ratio(slow),
      shown: `${Number((slow * 100).toFixed(4))}% slower than ${Number(limitMs.toPrecision(3))}ms, ${limit.text}`,
      normal: { rate: normalMs, limit: limitMs, weeks: weeks.length },
      atLeast: (count, total) => chanceOfAtLeastGiven(count, total, past, same),
      atMost: (count, total) => chanceOfAtMostGiven(count, total, past, same),
    },
  };
};

const normals = oncePerLook<number>();
const counted = oncePerLook<Answers>();
const same = (rate: number): number => rate;

const normalOf = (weeks: readonly PastWindow[], percentile: number): number =>
  medianOf(weeks.map(({ week, window }) => percentileOf(answersOf(week, window), percentile)));

/** As many of the past as the median of the weeks is worth, of which the slow share was slower than the percentile. */
const pastCounts = (weeks: readonly PastWindow[], slow: number): PastCounts => {
  const each = weeks.length / weeks.reduce((sum, { window }) => sum + window.phi / window.total, 0);
  const total = weeksWorth(weeks.length) * each;
  return { bad: slow * total, total };
};

const percentileIn = ({ guardrail: { id, percentile } }: Look): number => {
  if (percentile === undefined) throw new RangeError(`guardrail ${id}: expected the percentile that its limits are of`);
  return percentile;
};
