import type { CountedMinute } from '../segment/dedupe.ts';
import type { EpochMinute } from '../units.ts';
import { capGroups } from './cap-groups.ts';
import { classify, NOT_COUNTED } from './classify.ts';
import { Measure } from './measure.ts';
import { addCounts, minuteTally } from './merge-tallies.ts';
import type { Part } from './part.ts';
import { attributeOf, type GroupKey, type Series, WHOLE } from './series.ts';
import { mergeSketches, type Sketch, sketchOf } from './sketch.ts';
import type { Tally } from './tally.ts';

/** What a part counted over a span of minutes. */
export interface Rollup {
  /** Those that had an event, largest first; the whole under {@link WHOLE} where the part is by no attribute. */
  readonly groups: ReadonlyMap<GroupKey, Tally>;
  /** Of the latencies in ms behind the whole of a latency metric. A timeout without a latency is bad, and in no sketch. */
  readonly sketch?: Sketch;
}

/** The rollup of one minute, from all of its events. */
export const rollupOf = (part: Part, minute: EpochMinute, distinct: CountedMinute): Rollup =>
  rollupsOf([part], minute, distinct).get(part) ?? NOTHING;

const NOTHING: Rollup = { groups: new Map() };

/** Those of several parts. Events are told apart once for each metric, by whatever attributes it is counted. */
export const rollupsOf = (
  parts: readonly Part[],
  minute: EpochMinute,
  distinct: CountedMinute,
): ReadonlyMap<Part, Rollup> => {
  const rollups = new Map<Part, Rollup>();
  for (const ofMetric of Map.groupBy(parts, ({ id }) => id).values()) {
    const attributes = ofMetric.map(({ by }) => by).filter((by) => by !== WHOLE);
    const measure = new Measure(
      { metrics: ofMetric.slice(0, 1).map(({ metric }) => metric), by: attributes },
      minute,
      1,
    );
    measure.add(minute, distinct);
    const byAttribute = Map.groupBy(measure.series, ([group]) => attributeOf(group));
    for (const part of ofMetric) {
      const groups = new Map<GroupKey, Tally>();
      for (const [group, [series]] of byAttribute.get(part.by) ?? [])
        if (series !== undefined && series.total[0] !== 0) groups.set(group, tallyOf(series));
      rollups.set(part, { groups: capGroups(groups), ...sketchOfLatencies(part, distinct) });
    }
  }
  return rollups;
};

const tallyOf = ({ bad, total, value, latencies }: Series): Tally =>
  minuteTally(
    bad[0] ?? 0,
    total[0] ?? 0,
    value && {
      bad: value.bad[0] ?? 0,
      total: value.total[0] ?? 0,
      badSquares: value.badSquares[0] ?? 0,
      totalSquares: value.totalSquares[0] ?? 0,
      largestBad: value.largestBad[0] ?? 0,
    },
    latencies?.[0],
  );

/** Of every event that is counted: where payments are counted instead, each of their tries had a latency of its own. */
const sketchOfLatencies = ({ metric, by }: Part, { segments }: CountedMinute): Pick<Rollup, 'sketch'> | undefined => {
  if (by !== '' || metric.bad.kind !== 'slower') return undefined;
  const latencies: number[] = [];
  for (const { columns, keep } of segments) {
    const rows = classify(columns, keep, metric);
    for (const [row, latency] of columns.numbers.get('latencyMs')?.entries() ?? [])
      if (rows[row] !== NOT_COUNTED && !Number.isNaN(latency)) latencies.push(latency);
  }
  return { sketch: sketchOf(latencies) };
};

/** Of one part over spans that don't overlap: an hour of its minutes, a day of its hours. */
export const mergeRollups = (rollups: readonly Rollup[]): Rollup => {
  const groups = new Map<GroupKey, Tally>();
  const latencies = new Map<GroupKey, Sketch[]>();
  for (const rollup of rollups) {
    for (const [group, tally] of rollup.groups) {
      const before = groups.get(group);
      groups.set(group, before === undefined ? tally : addCounts(before, tally));
      if (tally.latencies === undefined) continue;
      const others = latencies.get(group);
      if (others === undefined) latencies.set(group, [tally.latencies]);
      else others.push(tally.latencies);
    }
  }
  // Once for each group: those of sixty minutes one after the other would be copied sixty times.
  for (const [group, tally] of groups) {
    const all = latencies.get(group);
    if (all !== undefined) groups.set(group, { ...tally, latencies: mergeSketches(all) });
  }
  const sketches = rollups.map(({ sketch }) => sketch).filter((sketch) => sketch !== undefined);
  return { groups: capGroups(groups), ...(sketches.length === 0 ? undefined : { sketch: mergeSketches(sketches) }) };
};
