import { fieldsOfAll } from '../core/guardrail/counted-fields.ts';
import type { Guardrail } from '../core/guardrail/guardrail.ts';
import { Measure } from '../core/rollup/measure.ts';
import { dedupe } from '../core/segment/dedupe.ts';
import { joinSegments } from '../core/segment/join-segments.ts';
import type { Counted, Counts, MinuteRange } from '../ports/counts.ts';
import type { SegmentStore } from '../ports/segments.ts';
import type { EpochMs } from '../core/units.ts';
import { decodeOrSkip } from './decode-or-skip.ts';

/**
 * Counts everything from raw segments, one minute's events in memory at a time. Its cost grows with the length of the
 * window, and of what lies before it, past weeks among it, it tells nothing: the evaluator uses `countRolled`, which must
 * come to the same within the window.
 */
export const countRaw = (segments: SegmentStore): Counts => ({
  count: async (guardrails: readonly Guardrail[], { from, to }: MinuteRange, asOf: EpochMs): Promise<Counted> => {
    const measures = new Map(guardrails.map((guardrail) => [guardrail.id, new Measure(guardrail, from, to - from)]));
    const fields = fieldsOfAll(guardrails);
    let [events, duplicates, conflicts, unreadable] = [0, 0, 0, 0];
    for await (const { minute, segments: stored } of segments.read(from, to, asOf)) {
      const readable = stored.map(decodeOrSkip).filter((columns) => columns !== undefined);
      unreadable += stored.length - readable.length;
      const distinct = dedupe(readable);
      events += distinct.events;
      duplicates += distinct.duplicates;
      conflicts += distinct.conflicts;
      const joined = joinSegments(distinct, fields);
      for (const measure of measures.values()) measure.add(minute, joined);
    }
    return {
      series: new Map([...measures].map(([id, { series }]) => [id, series])),
      events,
      duplicates,
      conflicts,
      unreadable,
    };
  },
});
