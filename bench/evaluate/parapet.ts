import { memorySegments } from '../../shared/adapters/memory/segments.ts';
import { countRaw } from '../../shared/app/count-raw.ts';
import { LONGEST_WINDOW_MINUTES } from '../../shared/core/evidence/constants.ts';
import { type Observations, observe } from '../../shared/core/incident/observe.ts';
import { newState } from '../../shared/core/incident/state.ts';
import { fieldsOfAll } from '../../shared/core/guardrail/counted-fields.ts';
import { Measure } from '../../shared/core/rollup/measure.ts';
import { attachWeeks } from '../../shared/core/rollup/past-weeks.ts';
import { type GroupedSeries, WHOLE } from '../../shared/core/rollup/series.ts';
import { mergeSketches, quantile } from '../../shared/core/rollup/sketch.ts';
import type { Columns } from '../../shared/core/segment/columns.ts';
import { dedupe } from '../../shared/core/segment/dedupe.ts';
import { joinSegments } from '../../shared/core/segment/join-segments.ts';
import type { EncodedSegment } from '../../shared/core/segment/encoded-segment.ts';
import { addMinutes, type EpochMinute, startOf } from '../../shared/core/units.ts';
import type { MinuteRange } from '../../shared/ports/counts.ts';
import type { Answer } from './answer.ts';
import { failures, latency } from './rules.ts';

export interface Evaluated {
  readonly answer: Answer;
  readonly verdicts: Observations;
}

/** As a tick does it, from the bytes in the store to what it sees of each group. */
export const evaluateStored = async (
  segments: readonly EncodedSegment[],
  now: EpochMinute,
): Promise<() => Promise<Evaluated>> => {
  const store = memorySegments();
  await store.put(segments);
  const counts = countRaw(store);
  return async () => {
    const { series, events } = await counts.count([failures, latency], windowOf(now), startOf(now));
    return judged(series.get(failures.id) ?? new Map(), series.get(latency.id) ?? new Map(), events, now);
  };
};

/** The same from columns that lie in memory, inflated and unpacked before. */
export const evaluateColumns = (
  byMinute: ReadonlyMap<EpochMinute, readonly Columns[]>,
  now: EpochMinute,
): Evaluated => {
  const { from, to } = windowOf(now);
  const ofFailures = new Measure(failures, from, to - from);
  const ofLatency = new Measure(latency, from, to - from);
  const fields = fieldsOfAll([failures, latency]);
  let events = 0;
  for (const [minute, columns] of byMinute) {
    const distinct = dedupe(columns);
    events += distinct.events;
    const joined = joinSegments(distinct, fields);
    ofFailures.add(minute, joined);
    ofLatency.add(minute, joined);
  }
  return judged(ofFailures.series, ofLatency.series, events, now);
};

const windowOf = (now: EpochMinute): MinuteRange => ({ from: addMinutes(now, -LONGEST_WINDOW_MINUTES), to: now });

const judged = (ofFailures: GroupedSeries, ofLatency: GroupedSeries, events: number, now: EpochMinute): Evaluated => ({
  answer: { events, counts: countsOf(ofFailures), p95: p95Of(ofLatency) },
  verdicts: verdictsOf(ofFailures, ofLatency, now),
});

export const verdictsOf = (ofFailures: GroupedSeries, ofLatency: GroupedSeries, now: EpochMinute): Observations =>
  new Map([
    ...observe({ guardrail: failures, counts: ofFailures, state: newState(failures.id), now }),
    ...[...observe({ guardrail: latency, counts: withWeeks(ofLatency, now), state: newState(latency.id), now })].map(
      ([group, observation]) => [`${latency.id} ${group}`, observation] as const,
    ),
  ]);

/** A tick has the past weeks from rollups; here the same counts stand in for them. */
const withWeeks = (series: GroupedSeries, now: EpochMinute): GroupedSeries =>
  attachWeeks(
    series,
    [1, 2, 3, 4].map((ago) => ({ ago, shift: 0, knownFrom: windowOf(now).from, series })),
  );

const countsOf = (series: GroupedSeries): Answer['counts'] => {
  const counts = new Map<string, readonly [number, number]>();
  for (const [group, [each]] of series)
    for (const [at, total] of each?.total.entries() ?? [])
      if (each !== undefined && total > 0)
        counts.set(`${addMinutes(each.from, at)} ${group}`, [each.bad[at] ?? Number.NaN, total]);
  return counts;
};

const p95Of = (series: GroupedSeries): number => {
  const sketches = series.get(WHOLE)?.[0]?.latencies?.filter((sketch) => sketch !== undefined) ?? [];
  return quantile(mergeSketches(sketches), 0.95) ?? Number.NaN;
};
