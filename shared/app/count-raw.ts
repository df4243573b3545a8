import type { Guardrail } from '../core/guardrail/guardrail.ts';
import { Measure } from '../core/rollup/measure.ts';
import { decodeSegment } from '../core/segment/codec.ts';
import type { Columns } from '../core/segment/columns.ts';
import { dedupe } from '../core/segment/dedupe.ts';
import { SegmentError } from '../core/segment/segment-error.ts';
import type { Counted, Counts, MinuteRange } from '../ports/counts.ts';
import type { SegmentStore, StoredSegment } from '../ports/segments.ts';
import type { EpochMs } from '../core/units.ts';

/**
 * Counts from raw segments, minute by minute, so that only one minute's events are in memory at a time. Its cost grows
 * with the length of the window; rollups will take the place of all but the newest minutes behind the same port.
 */
export const countRaw = (segments: SegmentStore): Counts => ({
  count: async (guardrails: readonly Guardrail[], { from, to }: MinuteRange, asOf: EpochMs): Promise<Counted> => {
    const measures = new Map(guardrails.map((guardrail) => [guardrail.id, new Measure(guardrail, from, to - from)]));
    let [events, duplicates, conflicts, unreadable] = [0, 0, 0, 0];
    for await (const { minute, segments: stored } of segments.read(from, to, asOf)) {
      const readable = stored.map(decodeOrSkip).filter((columns) => columns !== undefined);
      unreadable += stored.length - readable.length;
      const distinct = dedupe(readable);
      events += distinct.events;
      duplicates += distinct.duplicates;
      conflicts += distinct.conflicts;
      for (const measure of measures.values()) measure.add(minute, distinct);
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

/** One broken segment must not blind every guardrail: it is left out, counted and alarmed. */
export const decodeOrSkip = (segment: StoredSegment): Columns | undefined => {
  try {
    return decodeSegment(segment);
  } catch (error) {
    if (error instanceof SegmentError) return undefined;
    throw error;
  }
};
