import { type EpochMinute, epochMinute } from '../units.ts';
import { foldTallies } from './merge-tallies.ts';
import type { PastWeek, Series, ValueSeries } from './series.ts';
import { mergeSketches, type Sketch } from './sketch.ts';
import type { Bucket } from './tally.ts';

/**
 * Several groups of one metric as one group; they begin with the same minute and have as many. Distinct values are added
 * up too: one that two of the groups share is counted in both.
 */
export const sumSeries = (all: readonly [Series, ...Series[]]): Series => {
  const [{ from, total }] = all;
  const minutes = total.length;
  const older = all.map((series) => series.older).filter((buckets) => buckets !== undefined);
  const values = all.map(({ value }) => value).filter((value) => value !== undefined);
  return {
    from,
    bad: added(all, minutes, ({ bad }) => bad),
    total: added(all, minutes, (series) => series.total),
    ...(values.length === 0 ? undefined : { value: sumValues(values, minutes) }),
    ...(all.some(({ latencies }) => latencies !== undefined) ? { latencies: sumLatencies(all, minutes) } : undefined),
    ...(older.length === 0 ? undefined : { older: foldBuckets(older.flat()) }),
    ...(all.some(({ knownFrom }) => knownFrom !== undefined) ? { knownFrom: latestKnownFrom(all) } : undefined),
    ...(all.some(({ weeks }) => weeks !== undefined)
      ? { weeks: sumWeeks(all.flatMap(({ weeks }) => weeks ?? [])) }
      : undefined),
  };
};

const added = <Item>(items: readonly Item[], minutes: number, of: (item: Item) => Float64Array): Float64Array => {
  const sums = new Float64Array(minutes);
  for (const item of items) {
    const counts = of(item);
    for (let minute = 0; minute < minutes; minute++) sums[minute] = (sums[minute] ?? 0) + (counts[minute] ?? 0);
  }
  return sums;
};

const sumValues = (values: readonly ValueSeries[], minutes: number): ValueSeries => ({
  bad: added(values, minutes, ({ bad }) => bad),
  total: added(values, minutes, ({ total }) => total),
  badSquares: added(values, minutes, ({ badSquares }) => badSquares),
  totalSquares: added(values, minutes, ({ totalSquares }) => totalSquares),
  largestBad: new Float64Array(minutes).map((_, minute) =>
    values.reduce((largest, { largestBad }) => Math.max(largest, largestBad[minute] ?? 0), 0),
  ),
});

const sumLatencies = (all: readonly Series[], minutes: number): (Sketch | undefined)[] =>
  Array.from({ length: minutes }, (_, minute) => {
    const sketches = all.map(({ latencies }) => latencies?.[minute]).filter((sketch) => sketch !== undefined);
    return sketches.length === 0 ? undefined : mergeSketches(sketches);
  });

/** What is not known of one of them is not known of all. */
const latestKnownFrom = (all: readonly Series[]): EpochMinute =>
  all.reduce((latest, { from, knownFrom = from }) => epochMinute(Math.max(latest, knownFrom)), epochMinute(0));

const sumWeeks = (weeks: readonly PastWeek[]): readonly PastWeek[] =>
  [...Map.groupBy(weeks, ({ ago }) => ago)]
    .sort(([left], [right]) => left - right)
    .flatMap(([ago, [first, ...others]]) =>
      first === undefined
        ? []
        : [{ ...sumSeries([first, ...others]), ago, knownFrom: latestKnownFrom([first, ...others]) }],
    );

/**
 * The same stretch of all groups is one bucket. A stretch is an hour of all of them or a day of all of them; should one
 * have a day where another has an hour of it, the day is what both are known by.
 */
const foldBuckets = (buckets: readonly Bucket[]): readonly Bucket[] => {
  const stretches: [Bucket, ...Bucket[]][] = [];
  for (const bucket of buckets.toSorted((left, right) => left.from - right.from || right.to - left.to)) {
    const last = stretches.at(-1);
    if (last !== undefined && bucket.from < last[0].to) last.push(bucket);
    else stretches.push([bucket]);
  }
  return stretches.map((stretch) => {
    const [{ from, to }] = stretch;
    return { ...foldTallies(stretch, to - from), from, to };
  });
};
