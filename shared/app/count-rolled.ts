import type { Guardrail } from '../core/guardrail/guardrail.ts';
import { Measure } from '../core/rollup/measure.ts';
import { metricId } from '../core/rollup/part.ts';
import { dedupe } from '../core/segment/dedupe.ts';
import { addMinutes, type EpochMinute, epochMinute, type EpochMs, hourOf, MINUTES_PER_DAY } from '../core/units.ts';
import type { Counted, Counts, MinuteRange } from '../ports/counts.ts';
import type { RollupStore } from '../ports/rollups.ts';
import type { SegmentStore } from '../ports/segments.ts';
import { decodeOrSkip } from './decode-or-skip.ts';
import { type KnownRollups, readRollups } from './read-rollups.ts';

export interface CountDependencies {
  readonly segments: SegmentStore;
  readonly rollups: RollupStore;
}

/**
 * Counts sealed minutes from their rollups and the others from raw segments, so that what a tick reads does not grow with
 * the length of its windows. A guardrail of which a sealed minute is not known (it is new, or its rollup can't be read) is
 * counted from raw for that minute.
 */
export const countRolled = ({ segments, rollups }: CountDependencies): Counts => ({
  count: async (guardrails: readonly Guardrail[], window: MinuteRange, asOf: EpochMs): Promise<Counted> => {
    // From a whole hour on, so that what lies before it can be told by the hour.
    const [from, to] = [hourOf(window.from), window.to];
    const sealed = await rollups.sealedThrough();
    const known = await readRollups(rollups, guardrails, {
      oldestHour: epochMinute(hourOf(addMinutes(to, -MINUTES_PER_DAY))),
      from,
      to: sealed === undefined ? from : epochMinute(Math.min(to, sealed + 1)),
      asOf,
    });
    const counts = guardrails.map((guardrail) => new GuardrailCount(guardrail, { from, to }, known));
    const raw = minutesBetween(from, to).filter((minute) => counts.some((count) => count.isRaw(minute)));
    const totals = { events: 0, duplicates: 0, conflicts: 0, unreadable: 0 };
    for (const range of runsOf(raw)) {
      for await (const { minute, segments: stored } of segments.read(range.from, range.to, asOf)) {
        const readable = stored.map(decodeOrSkip).filter((columns) => columns !== undefined);
        const distinct = dedupe(readable);
        totals.unreadable += stored.length - readable.length;
        totals.events += distinct.events;
        totals.duplicates += distinct.duplicates;
        totals.conflicts += distinct.conflicts;
        for (const count of counts) if (count.isRaw(minute)) count.measure.add(minute, distinct);
      }
    }
    return { series: new Map(counts.map(({ guardrail, measure }) => [guardrail.id, measure.series])), ...totals };
  },
});

/** One guardrail: its sealed minutes and hours as they are known, and which minutes are left to raw. */
class GuardrailCount {
  readonly guardrail: Guardrail;
  readonly measure: Measure;
  readonly #raw: ReadonlySet<EpochMinute>;

  constructor(guardrail: Guardrail, { from, to }: MinuteRange, known: KnownRollups) {
    this.guardrail = guardrail;
    this.measure = new Measure(guardrail, from, to - from);
    const parts = guardrail.metrics.flatMap((metric, index) => {
      const id = metricId(metric);
      return ['', ...guardrail.by].map((by) => ({ index, ...known.of({ id, by }) }));
    });
    this.#raw = new Set(
      minutesBetween(from, to).filter((minute) => !parts.every(({ minutes }) => minutes.has(minute))),
    );
    for (const { index, minutes } of parts)
      for (const [minute, rollup] of minutes) if (!this.#raw.has(minute)) this.measure.addRollup(index, minute, rollup);
    // An hour that is not known of all of them would make a window of another length for each.
    for (let hour = addMinutes(from, -60); parts.every(({ hours }) => hours.has(hour)); hour = addMinutes(hour, -60)) {
      for (const { index, hours } of parts) {
        const rollup = hours.get(hour);
        if (rollup !== undefined) this.measure.addHour(index, hour, rollup);
      }
    }
  }

  isRaw(minute: EpochMinute): boolean {
    return this.#raw.has(minute);
  }
}

const minutesBetween = (from: EpochMinute, to: EpochMinute): EpochMinute[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => addMinutes(from, index));

/** Runs of minutes that follow each other, each read in one go. */
const runsOf = (minutes: readonly EpochMinute[]): MinuteRange[] =>
  minutes.reduce<MinuteRange[]>((runs, minute) => {
    const last = runs.at(-1);
    if (last?.to === minute) return [...runs.slice(0, -1), { from: last.from, to: addMinutes(minute, 1) }];
    return [...runs, { from: minute, to: addMinutes(minute, 1) }];
  }, []);
