import { addMinutes, type EpochMinute } from '../units.ts';
import { emptySeries, type GroupedSeries, type GroupKey, type PastWeek, type Series } from './series.ts';
import type { Bucket } from './tally.ts';

/** What was counted around the same clock time in a past week. */
export interface WeekCounts {
  /** 1: last week. */
  readonly ago: number;
  /** How many minutes it lies back. */
  readonly shift: number;
  /** From where on it is known, in its own time, as its series are. */
  readonly knownFrom: EpochMinute;
  readonly series: GroupedSeries;
}

/**
 * Gives every group that has counts now, or had any in one of the weeks, its past weeks, moved to now. A bank that is dead
 * today is a group of zeros with weeks: left out, nobody would miss it. In a known week that does not name a group, the
 * group had no events. The counts themselves are shared with what came in, not copied. Throws RangeError where there are
 * no counts of the whole: nothing says how long a group of zeros would be.
 */
export const attachWeeks = (current: GroupedSeries, weeks: readonly WeekCounts[]): GroupedSeries => {
  const silent = silentLike(current);
  const moved = weeks.toSorted((left, right) => left.ago - right.ago).map(moveWeek);
  const groups = new Set([...current.keys(), ...weeks.flatMap(({ series }) => [...series.keys()])]);
  return new Map(
    Array.from(groups, (group) => [
      group,
      (current.get(group) ?? silent).map((series, metric) => ({
        ...series,
        weeks: moved.map((weekOf) => weekOf(group, metric)),
      })),
    ]),
  );
};

/** What the week has of a group and metric. */
const moveWeek = ({ ago, shift, knownFrom, series }: WeekCounts): ((group: GroupKey, metric: number) => PastWeek) => {
  const move = (counts: Series): PastWeek => {
    const { weeks: _, ...week } = counts;
    return {
      ...week,
      from: addMinutes(week.from, shift),
      ...(week.older === undefined ? undefined : { older: week.older.map((bucket) => moveBucket(bucket, shift)) }),
      ago,
      knownFrom: addMinutes(knownFrom, shift),
    };
  };
  const silent = silentLike(series).map(move);
  return (group, metric) => {
    const found = series.get(group)?.[metric];
    const week = found === undefined ? silent[metric] : move(found);
    if (week === undefined) throw new RangeError(`metric ${metric}: week ${ago} has ${silent.length}`);
    return week;
  };
};

const moveBucket = (bucket: Bucket, shift: number): Bucket => ({
  ...bucket,
  from: addMinutes(bucket.from, shift),
  to: addMinutes(bucket.to, shift),
});

/** The series of a group that had no event, one for each metric, where the others of `groups` are as they are. */
const silentLike = (groups: GroupedSeries): readonly Series[] => {
  const all = [...groups.values()];
  const [first] = all;
  if (first === undefined) throw new RangeError('expected counts of the whole, got none');
  return first.map(({ from, total, value, latencies, knownFrom }, metric) => ({
    ...emptySeries(from, total.length, { value: value !== undefined, latencies: latencies !== undefined }),
    ...(all.some((metrics) => metrics[metric]?.older !== undefined) ? { older: [] } : undefined),
    ...(knownFrom === undefined ? undefined : { knownFrom }),
  }));
};
