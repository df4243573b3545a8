import { budgets } from '../budgets.ts';
import type { EncodedSegment } from '../core/segment/encoded-segment.ts';
import { addMinutes, type EpochMinute, type EpochMs, startOf } from '../core/units.ts';
import type { Clock } from '../ports/clock.ts';
import type { LateMarkers } from '../ports/late-markers.ts';
import type { SegmentStore } from '../ports/segments.ts';

export interface StoreDependencies {
  readonly segments: SegmentStore;
  readonly markers: LateMarkers;
  readonly clock: Clock;
}

export interface StoreOutcome {
  /** One error for each write that may not have been durable; empty where all are. */
  readonly failures: readonly unknown[];
  /** How many of the events came when their minute may have been sealed. */
  readonly late: number;
}

/**
 * Stores segments and waits for every write to end. Of those that come late a marker is written first: after them, a
 * function that ends in between would leave events that no sealed minute ever counts.
 */
export const storeSegments = async (
  { segments, markers, clock }: StoreDependencies,
  encoded: readonly EncodedSegment[],
  signal?: AbortSignal,
): Promise<StoreOutcome> => {
  const writtenAt = clock.now();
  const late = encoded.filter(({ minute }) => isLate(minute, writtenAt));
  const lateEvents = late.reduce((events, { count }) => events + count, 0);
  if (late.length > 0) {
    const toMark = late.map(({ minute, id }) => ({ minute, segment: id, writtenAt }));
    const marked = await markers.mark(toMark, signal);
    if (marked.failures.length > 0) return { failures: marked.failures, late: lateEvents };
  }
  const { failures } = await segments.put(encoded, signal);
  return { failures, late: lateEvents };
};

/** From the clock's answer to the end of the last write: as long as the function may run, and what clocks differ by. */
const WRITE_TIME = budgets.ingestTimeout + budgets.clockSkew;

/** Whether a segment that begins to be written now may arrive when its minute has been sealed. */
const isLate = (minute: EpochMinute, now: EpochMs): boolean =>
  now >= startOf(addMinutes(minute, 1)) + budgets.allowedLateness - WRITE_TIME;
