import { mergeSketches, type Sketch } from './sketch.ts';
import type { Tally, ValueTally } from './tally.ts';

/** The tally of a single minute. */
export const minuteTally = (bad: number, total: number, value?: ValueTally, latencies?: Sketch): Tally => ({
  bad,
  total,
  minutes: total > 0 ? 1 : 0,
  badMinutes: bad > 0 ? 1 : 0,
  goodMinutes: total > bad ? 1 : 0,
  squares: total * total,
  badSquaresOverTotal: total > 0 ? (bad * bad) / total : 0,
  ...(value === undefined ? undefined : { value }),
  ...(latencies === undefined ? undefined : { latencies }),
});

/** One group over two spans of time that don't overlap: all sums. */
export const addTallies = (left: Tally, right: Tally): Tally => {
  const counts = addCounts(left, right);
  const latencies = withLatencies([left, right]);
  return latencies === undefined ? counts : { ...counts, ...latencies };
};

/** The same without latencies. */
export const addCounts = (left: Tally, right: Tally): Tally => ({
  bad: left.bad + right.bad,
  total: left.total + right.total,
  minutes: left.minutes + right.minutes,
  badMinutes: left.badMinutes + right.badMinutes,
  goodMinutes: left.goodMinutes + right.goodMinutes,
  squares: left.squares + right.squares,
  badSquaresOverTotal: left.badSquaresOverTotal + right.badSquaresOverTotal,
  ...withValue([left, right]),
});

/**
 * Several groups over the same `span` of minutes, as one group. Counts and value are sums. What is made of single minutes
 * is exact for a span of one minute; of a longer one the minutes are no longer known, so that it is what groups would have
 * whose events come independently of each other. Plain sums would have sixty groups of an hour lie in 3 600 minutes of one
 * event each, and their bursts would pass for chance.
 */
export const foldTallies = (tallies: readonly Tally[], span: number): Tally => {
  const [only] = tallies;
  if (only !== undefined && tallies.length === 1) return only;
  const bad = sum(tallies, (tally) => tally.bad);
  const total = sum(tallies, (tally) => tally.total);
  const minutes = union(
    tallies.map((tally) => tally.minutes),
    span,
  );
  // Two groups of n and m events share n m / span of their pairs of events in the same minute.
  const pairs = total * total - sum(tallies, (tally) => tally.total * tally.total);
  return {
    bad,
    total,
    minutes,
    badMinutes: union(
      tallies.map((tally) => tally.badMinutes),
      span,
    ),
    goodMinutes: union(
      tallies.map((tally) => tally.goodMinutes),
      span,
    ),
    squares: sum(tallies, (tally) => tally.squares) + Math.round(pairs / Math.max(1, span)),
    badSquaresOverTotal:
      total === 0 ? 0 : Math.min(bad, (bad * bad) / total + spread(tallies, bad / total) * (minutes - 1)),
    ...withValue(tallies),
    ...withLatencies(tallies),
  };
};

/** How many of `span` minutes have an event, when each group has one in so many of them. */
const union = (minutes: readonly number[], span: number): number => {
  const free = minutes.reduce((share, count) => share * (1 - Math.min(count, span) / Math.max(1, span)), 1);
  return minutes.reduce((most, count) => Math.max(most, count), Math.round(span * (1 - free)));
};

/** What each minute beyond the first adds to Pearson's sum: that of the groups, or of chance where each had one minute. */
const spread = (tallies: readonly Tally[], rate: number): number => {
  const freedom = sum(tallies, ({ minutes }) => Math.max(0, minutes - 1));
  if (freedom === 0) return rate * (1 - rate);
  const excess = sum(tallies, ({ bad, total, badSquaresOverTotal }) =>
    total === 0 ? 0 : Math.max(0, badSquaresOverTotal - (bad * bad) / total),
  );
  return excess / freedom;
};

const withValue = (tallies: readonly Tally[]): { readonly value: ValueTally } | undefined => {
  const values = tallies.map(({ value }) => value).filter((value) => value !== undefined);
  if (values.length === 0) return undefined;
  return {
    value: {
      bad: sum(values, ({ bad }) => bad),
      total: sum(values, ({ total }) => total),
      badSquares: sum(values, ({ badSquares }) => badSquares),
      totalSquares: sum(values, ({ totalSquares }) => totalSquares),
      largestBad: values.reduce((most, { largestBad }) => Math.max(most, largestBad), 0),
    },
  };
};

const withLatencies = (tallies: readonly Tally[]): { readonly latencies: Sketch } | undefined => {
  if (!tallies.some(({ latencies }) => latencies !== undefined)) return undefined;
  return { latencies: mergeSketches(tallies.map(({ latencies }) => latencies).filter((each) => each !== undefined)) };
};

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
