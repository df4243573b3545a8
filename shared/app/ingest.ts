import { type Envelope, readBatch, type Refusal } from '../core/event/batch.ts';
import type { Rejection } from '../core/event/rejection.ts';
import type { PaymentEvent } from '../core/event/event.ts';
import { limits } from '../core/limits.ts';
import { encodeBatch } from '../core/segment/encode-batch.ts';
import { type StoreDependencies, storeSegments } from './store-segments.ts';

export type IngestDependencies = StoreDependencies;

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

/** Takes a batch: reads it, checks each event, stores what is valid, and answers only when every write has ended. */
export const ingest = async (
  deps: IngestDependencies,
  text: string,
  envelope: Envelope,
  signal?: AbortSignal,
): Promise<IngestOutcome> => {
  const batch = readBatch(text, envelope, deps.clock.now());
  if (!batch.ok) return { kind: 'refused', refusal: batch.refusal };

  const encoded = encodeBatch(batch.events);
  const { failures, late } = await storeSegments(deps, encoded.segments, signal);
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
    late,
  };
};

const conflictOf = (event: PaymentEvent, index: number): Rejection => ({
  index,
  id: event.id,
  code: 'conflict',
  message:
    'id: expected one body for each source, id and minute, got another event of this batch with a different one; one of them counts',
});
