import { limits } from '../limits.ts';
import type { EpochMinute } from '../units.ts';
import type { Sketch } from './sketch.ts';
import { sumSeries } from './sum-series.ts';
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
  /** Of a metric that keeps them, the latencies of each minute; undefined where there were none. */
  readonly latencies?: readonly (Sketch | undefined)[];
  /** Whole hours, and days before those, before `from`, oldest first, without those that had no event; missing where nothing is known of them. */
  readonly older?: readonly Bucket[];
  /** From where on everything is known, minutes, hours and days, with or without events; `from` where it is missing. */
  readonly knownFrom?: EpochMinute;
  /** Of a guardrail with a baseline: the past weeks that are known at this clock time, the latest first. */
  readonly weeks?: readonly PastWeek[];
}

/**
 * The same clock time in a past week, moved to now: its minutes and hours lie where those of this week do, and go on for
 * `baseline.margin` minutes after now. All of its minutes are known, and its hours from `knownFrom` on.
 */
export interface PastWeek extends Omit<Series, 'weeks'> {
  /** 1: last week. */
  readonly ago: number;
  readonly knownFrom: EpochMinute;
}

/** The value behind the counts of each minute, in minor units: sums, sums of squares, and the largest single bad one. */
export interface ValueSeries {
  readonly bad: Float64Array;
  readonly total: Float64Array;
  readonly badSquares: Float64Array;
  readonly totalSquares: Float64Array;
  readonly largestBad: Float64Array;
}

/** What of them adds up; the largest does not. */
export const valueSums = ['bad', 'total', 'badSquares', 'totalSquares'] as const;

/** Series that is being filled in. */
export interface OpenSeries extends Series {
  readonly latencies?: (Sketch | undefined)[];
  older?: Bucket[];
}

/** What a metric keeps beside its counts. */
export interface Kept {
  readonly value?: boolean;
  readonly latencies?: boolean;
}

export const emptySeries = (from: EpochMinute, minutes: number, { value, latencies }: Kept = {}): OpenSeries => ({
  from,
  bad: new Float64Array(minutes),
  total: new Float64Array(minutes),
  ...(value === true ? { value: emptyValue(minutes) } : undefined),
  ...(latencies === true ? { latencies: Array.from({ length: minutes }, () => undefined) } : undefined),
});

const emptyValue = (minutes: number): ValueSeries => ({
  bad: new Float64Array(minutes),
  total: new Float64Array(minutes),
  badSquares: new Float64Array(minutes),
  totalSquares: new Float64Array(minutes),
  largestBad: new Float64Array(minutes),
});

/** The counts of a guardrail: for the whole and each group, one series per metric. */
export type GroupedSeries = Map<GroupKey, readonly Series[]>;

/**
 * Keeps the groups that are judged on their own: of each attribute the largest by volume over all that is known of it,
 * older hours, days and past weeks included, and whatever `always` names (members of an open incident must not vanish
 * into the rest while they are broken). The others become one group `(other)` per attribute.
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
    const judged = judgedGroups(new Map(groups.map(({ key, volume }) => [key, volume])), always, perAttribute);
    for (const key of judged) kept.set(key, series.get(key) ?? []);
    const rest = groups.filter(({ key }) => !judged.has(key)).map(({ metrics }) => metrics);
    if (rest.length > 0) kept.set(groupKey(attribute, OTHER), sumOf(rest));
  }
  return kept;
};

/**
 * Of the groups of one attribute, by volume, those that are judged on their own, largest first, and whatever `always` names.
 * A value that is itself called `(other)` belongs to the rest: on its own, it would be overwritten by it.
 */
export const judgedGroups = (
  volumes: ReadonlyMap<GroupKey, number>,
  always: ReadonlySet<GroupKey>,
  most: number,
): ReadonlySet<GroupKey> => {
  const ranked = [...volumes]
    .filter(([key]) => key !== groupKey(attributeOf(key), OTHER))
    .sort(([leftKey, left], [rightKey, right]) => right - left || (leftKey < rightKey ? -1 : 1));
  return new Set(ranked.filter(([key], rank) => rank < most || always.has(key)).map(([key]) => key));
};

/** What a group has now, or usually has, whichever is more: a large bank that is dead today must not vanish into the rest. */
const volumeOf = ([series]: readonly Series[]): number => {
  if (series === undefined) return 0;
  const { weeks = [] } = series;
  return Math.max(countedIn(series), weeks.map(countedIn).reduce(plus, 0) / Math.max(1, weeks.length));
};

const countedIn = ({ total, older = [] }: Pick<Series, 'total' | 'older'>): number =>
  total.reduce(plus, 0) + older.reduce((sum, bucket) => sum + bucket.total, 0);

const plus = (left: number, right: number): number => left + right;

const sumOf = (groups: readonly (readonly Series[])[]): readonly Series[] =>
  (groups[0] ?? []).map((first, metric) =>
    sumSeries([first, ...groups.slice(1).flatMap((metrics) => metrics[metric] ?? [])]),
  );
