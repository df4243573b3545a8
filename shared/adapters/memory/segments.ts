import { addMinutes, addMs, type EpochMinute, type EpochMs, startOf } from '../../core/units.ts';
import type { EncodedSegment } from '../../core/segment/encoded-segment.ts';
import type { MinuteSegments, PutOutcome, SegmentStore } from '../../ports/segments.ts';
import { retention } from '../../core/retention.ts';

export interface MemorySegments extends SegmentStore {
  /** Drops what lies in minutes before this one: a long replay must not fill the memory. */
  forget(before: EpochMinute): void;
}

export const memorySegments = (): MemorySegments => {
  const stored = new Map<EpochMinute, Map<string, EncodedSegment>>();
  return {
    put: async (segments: readonly EncodedSegment[]): Promise<PutOutcome> => {
      for (const segment of segments) {
        const ofMinute = stored.get(segment.minute) ?? new Map<string, EncodedSegment>();
        stored.set(segment.minute, ofMinute.set(segment.id, segment));
      }
      return { stored: segments.length, failures: [] };
    },
    read: async function* (from: EpochMinute, to: EpochMinute, asOf: EpochMs): AsyncIterable<MinuteSegments> {
      for (let minute = from; minute < to; minute = addMinutes(minute, 1)) {
        const segments = stored.get(minute);
        if (segments !== undefined && addMs(startOf(minute), retention.segment) > asOf)
          yield { minute, segments: [...segments.values()] };
      }
    },
    forget: (before: EpochMinute): void => {
      for (const minute of stored.keys()) if (minute < before) stored.delete(minute);
    },
  };
};
