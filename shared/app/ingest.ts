import { type Envelope, readBatch, type Refusal } from '../core/event/batch.ts';
import type { Rejection } from '../core/event/rejection.ts';
import type { PaymentEvent } from '../core/event/event.ts';
import { limits } from '../core/limits.ts';
import { encodeBatch } from '../core/segment/encode-batch.ts';
import { addMinutes, type EpochMinute, type EpochMs, startOf } from '../core/units.ts';
import { budgets } from '../budgets.ts';
import type { Clock } from '../ports/clock.ts';
import type { LateMarkers } from '../ports/late-markers.ts';
import type { SegmentStore } from '../ports/segments.ts';

export interface IngestDependencies {
  readonly segments: SegmentStore;
  readonly markers: LateMarkers;
  readonly clock: Clock;
}

/** What became of a batch, as its producer hears it. */
export interface BatchReport {
  /** Distinct events that are durable now. */
  readonly accepted: number;
  /** Copies within the batch of events that were accepted. */
  readonly duplicates: number;
  /** Events with the identity of another and a body of their own; of each pair one was accepted. */
  readonly conflicts: number;
  readonly rejected: number;
  /** The first of what was rejected or in conflict. */
  readonly errors: readonly Rejection[];
}

export type IngestOutcome =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** `late`: how many of the accepted events came when their minute may have been sealed. */
  | { readonly kind: 'stored'; readonly report: BatchReport; readonly late: number }
  /** Some of it may not be durable: the producer must send all of it again, which counts nothing twice. */
  | { readonly kind: 'unavailable'; readonly failures: readonly unknown[] };

/**
 * Takes a batch: reads it, checks each event, stores what is valid, and answers only when every write has ended. Of
 * segments that come late a marker is written first: after them, a function that ends in between would leave events that
 * no sealed minute ever counts.
 */
export const ingest = async (
  { segments, markers, clock }: IngestDependencies,
  text: string,
  envelope: Envelope,
  signal?: AbortSignal,
): Promise<IngestOutcome> => {
  const batch = readBatch(text, envelope, clock.now());
  if (!batch.ok) return { kind: 'refused', refusal: batch.refusal };

  const encoded = encodeBatch(batch.events);
  // Asked again: a large batch takes a while to read, and may have become late meanwhile.
  const writtenAt = clock.now();
  const late = encoded.segments.filter(({ minute }) => isLate(minute, writtenAt));
  if (late.length > 0) {
    const toMark = late.map(({ minute, id }) => ({ minute, segment: id, writtenAt }));
    const marked = await markers.mark(toMark, signal);
    if (marked.failures.length > 0) return { kind: 'unavailable', failures: marked.failures };
  }
  const { failures } = await segments.put(encoded.segments, signal);
  if (failures.length > 0) return { kind: 'unavailable', failures };

  const conflicts = encoded.conflicts
    .slice(0, limits.errorsPerResponse)
    .map((event) => conflictOf(event, batch.indexes[batch.events.indexOf(event)] ?? 0));
  return {
    kind: 'stored',
    report: {
      accepted: batch.events.length - encoded.duplicates - encoded.conflicts.length,
      duplicates: encoded.duplicates,
      conflicts: encoded.conflicts.length,
      rejected: batch.rejections.length,
      errors: [...batch.rejections, ...conflicts].slice(0, limits.errorsPerResponse),
    },
    late: late.reduce((events, { count }) => events + count, 0),
  };
};

/** From the clock's answer to the end of the last write: as long as the function may run, and what clocks differ by. */
const WRITE_TIME = budgets.ingestTimeout + budgets.clockSkew;

/** Whether a segment that begins to be written now may arrive when its minute has been sealed. */
const isLate = (minute: EpochMinute, now: EpochMs): boolean =>
  now >= startOf(addMinutes(minute, 1)) + budgets.allowedLateness - WRITE_TIME;

const conflictOf = (event: PaymentEvent, index: number): Rejection => ({
  index,
  id: event.id,
  code: 'conflict',
  message:
    'id: expected one body for each source, id and minute, got another event of this batch with a different one; one of them counts',
});
