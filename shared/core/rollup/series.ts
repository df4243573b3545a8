import { limits } from '../limits.ts';
import type { EpochMinute } from '../units.ts';
import { foldTallies } from './merge-tallies.ts';
import type { Bucket } from './tally.ts';

/** The key of the whole of a guardrail, beside its groups. */
export const WHOLE = '';
/** The value under which the groups of an attribute beyond the limit are counted together. */
export const OTHER = '(other)';

/** A group as text, `bank=icbc`: the key of its counts, its state and its line in a message. */
export type GroupKey = string;
export const groupKey = (attribute: string, value: unknown): GroupKey => `${attribute}=${String(value)}`;
export const attributeOf = (group: GroupKey): string => group.slice(0, Math.max(0, group.indexOf('=')));

/** Count pairs of one metric and group, one per minute from `from` on, oldest first. */
export interface Series {
  readonly from: EpochMinute;
  readonly bad: Float64Array;
  readonly total: Float64Array;
  /** Of a weighted metric. */
  readonly value?: ValueSeries;
  /** Whole hours before `from`, oldest first, without those that had no event; missing where nothing is known of them. */
  readonly older?: readonly Bucket[];
}

/** The value behind the counts of each minute, in minor units: sums, sums of squares, and the largest single bad one. */
export interface ValueSeries {
  readonly bad: Float64Array;
  readonly total: Float64Array;
  readonly badSquares: Float64Array;
  readonly totalSquares: Float64Array;
  readonly largestBad: Float64Array;
}

export const emptySeries = (from: EpochMinute, minutes: number, weighted = false): Series => ({
  from,
  bad: new Float64Array(minutes),
  total: new Float64Array(minutes),
  ...(weighted ? { value: emptyValue(minutes) } : undefined),
});

const emptyValue = (minutes: number): ValueSeries => ({
  bad: new Float64Array(minutes),
  total: new Float64Array(minutes),
  badSquares: new Float64Array(minutes),
  totalSquares: new Float64Array(minutes),
  largestBad: new Float64Array(minutes),
});

const addSeries = (into: Series, other: Series): void => {
  addTo(into.bad, other.bad);
  addTo(into.total, other.total);
  if (into.value === undefined || other.value === undefined) return;
  addTo(into.value.bad, other.value.bad);
  addTo(into.value.total, other.value.total);
  addTo(into.value.badSquares, other.value.badSquares);
  addTo(into.value.totalSquares, other.value.totalSquares);
  for (const [minute, largest] of other.value.largestBad.entries())
    into.value.largestBad[minute] = Math.max(into.value.largestBad[minute] ?? 0, largest);
};

const addTo = (into: Float64Array, other: Float64Array): void => {
  for (let minute = 0; minute < into.length; minute++) into[minute] = (into[minute] ?? 0) + (other[minute] ?? 0);
};

/** The counts of a guardrail: for the whole and each group, one series per metric. */
export type GroupedSeries = Map<GroupKey, readonly Series[]>;

/**
 * Keeps the groups that are judged on their own: of each attribute the largest by volume over the whole window, older
 * hours included, and whatever `always` names (members of an open incident must not vanish into the rest while they are
 * broken). The others become one group `(other)` per attribute.
 */
export const limitGroups = (
  series: GroupedSeries,
  always: ReadonlySet<GroupKey>,
  perAttribute: number = limits.groupsPerAttribute,
): GroupedSeries => {
  const byAttribute = Map.groupBy(
    [...series].filter(([key]) => key !== WHOLE).map(([key, metrics]) => ({ key, metrics, volume: volumeOf(metrics) })),
    ({ key }) => attributeOf(key),
  );
  const kept: GroupedSeries = new Map();
  const whole = series.get(WHOLE);
  if (whole !== undefined) kept.set(WHOLE, whole);
  for (const [attribute, groups] of byAttribute) {
    groups.sort((left, right) => right.volume - left.volume || (left.key < right.key ? -1 : 1));
    const other = groupKey(attribute, OTHER);
    // A value that is itself called `(other)` belongs to the rest: kept on its own, it would be overwritten.
    const rest = groups.filter(({ key }) => key === other).map(({ metrics }) => metrics);
    for (const [rank, { key, metrics }] of groups.filter((group) => group.key !== other).entries()) {
      if (rank < perAttribute || always.has(key)) kept.set(key, metrics);
      else rest.push(metrics);
    }
    if (rest.length > 0) kept.set(other, sumOf(rest));
  }
  return kept;
};

const volumeOf = ([series]: readonly Series[]): number =>
  series === undefined
    ? 0
    : series.total.reduce(plus, 0) + (series.older ?? []).map(({ total }) => total).reduce(plus, 0);

const plus = (left: number, right: number): number => left + right;

/** Distinct values are added up too: one that two of the groups share is counted in both. */
const sumOf = (groups: readonly (readonly Series[])[]): readonly Series[] => {
  const sums = (groups[0] ?? []).map(({ from, total, value }) => emptySeries(from, total.length, value !== undefined));
  for (const metrics of groups)
    for (const [index, sum] of sums.entries()) {
      const other = metrics[index];
      if (other !== undefined) addSeries(sum, other);
    }
  return sums.map((sum, index) => {
    const older = groups.map((metrics) => metrics[index]?.older).filter((buckets) => buckets !== undefined);
    return older.length === 0 ? sum : { ...sum, older: foldHours(older.flat()) };
  });
};

const foldHours = (buckets: readonly Bucket[]): readonly Bucket[] =>
  [...Map.groupBy(buckets, ({ from }) => from)]
    .sort(([left], [right]) => left - right)
    .map(
      ([from, [first, ...others]]): Bucket | undefined =>
        first && { ...foldTallies([first, ...others], first.to - from), from, to: first.to },
    )
    .filter((bucket) => bucket !== undefined);
