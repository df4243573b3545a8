import { addMs, type EpochMinute, type EpochMs, startOf } from '../../core/units.ts';
import type { EncodedSegment } from '../../core/segment/codec.ts';
import type { MinuteSegments, PutOutcome, SegmentStore } from '../../ports/segments.ts';
import { retention } from '../../core/retention.ts';

export const memorySegments = (): SegmentStore => {
  const stored = new Map<string, EncodedSegment>();
  return {
    put: async (segments: readonly EncodedSegment[]): Promise<PutOutcome> => {
      for (const segment of segments) stored.set(`${segment.minute}#${segment.id}`, segment);
      return { stored: segments.length, failures: [] };
    },
    read: async function* (from: EpochMinute, to: EpochMinute, asOf: EpochMs): AsyncIterable<MinuteSegments> {
      const live = [...stored.values()].filter(
        ({ minute }) => minute >= from && minute < to && addMs(startOf(minute), retention.segment) > asOf,
      );
      const byMinute = [...Map.groupBy(live, ({ minute }) => minute)].sort(([left], [right]) => left - right);
      for (const [minute, segments] of byMinute) yield { minute, segments };
    },
  };
};
