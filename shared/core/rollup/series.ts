import { limits } from '../limits.ts';
import type { EpochMinute } from '../units.ts';

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
}

export const emptySeries = (from: EpochMinute, minutes: number): Series => ({
  from,
  bad: new Float64Array(minutes),
  total: new Float64Array(minutes),
});

const addSeries = (into: Series, other: Series): void => {
  for (let minute = 0; minute < into.total.length; minute++) {
    into.bad[minute] = (into.bad[minute] ?? 0) + (other.bad[minute] ?? 0);
    into.total[minute] = (into.total[minute] ?? 0) + (other.total[minute] ?? 0);
  }
};

/** The counts of a guardrail: for the whole and each group, one series per metric. */
export type GroupedSeries = Map<GroupKey, readonly Series[]>;

/**
 * Keeps the groups that are judged on their own: of each attribute the largest by volume over all minutes, and whatever
 * `always` names (members of an open incident must not vanish into the rest while they are broken). The others become
 * one group `(other)` per attribute.
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

const volumeOf = (metrics: readonly Series[]): number => metrics[0]?.total.reduce((sum, count) => sum + count, 0) ?? 0;

const sumOf = (groups: readonly (readonly Series[])[]): readonly Series[] => {
  const [first, ...others] = groups;
  const sums = (first ?? []).map(({ from, bad, total }) => ({ from, bad: bad.slice(), total: total.slice() }));
  for (const metrics of others)
    for (const [index, sum] of sums.entries()) {
      const other = metrics[index];
      if (other !== undefined) addSeries(sum, other);
    }
  return sums;
};
