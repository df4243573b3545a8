import { memorySegments } from '../../shared/adapters/memory/segments.ts';
import { decodeSegment } from '../../shared/core/segment/decode-segment.ts';
import type { EncodedSegment } from '../../shared/core/segment/encoded-segment.ts';
import { dedupe } from '../../shared/core/segment/dedupe.ts';
import { addMinutes } from '../../shared/core/units.ts';
import type { PutOutcome, SegmentStore } from '../../shared/ports/segments.ts';
import { NOW, THIS_MINUTE } from './builders.ts';

/** A store whose writes end otherwise. */
export const storeThat = (put: SegmentStore['put']): SegmentStore => ({ ...memorySegments(), put });

/** Every write fails. */
export const failingStore = (error: unknown): SegmentStore =>
  storeThat(async (segments) => ({ stored: 0, failures: segments.map(() => error) }));

/** Writes end only when they are given up. */
export const hangingStore = (): SegmentStore =>
  storeThat(
    (segments: readonly EncodedSegment[], signal?: AbortSignal) =>
      new Promise<PutOutcome>((resolve) => {
        const giveUp = (): void => resolve({ stored: 0, failures: segments.map(() => signal?.reason) });
        if (signal?.aborted === true) giveUp();
        signal?.addEventListener('abort', giveUp);
      }),
  );

/** How many distinct events a store holds of the minutes around NOW. */
export const eventsIn = async (store: SegmentStore): Promise<number> => {
  let events = 0;
  for await (const { segments } of store.read(addMinutes(THIS_MINUTE, -4400), addMinutes(THIS_MINUTE, 10), NOW))
    events += dedupe(segments.map(decodeSegment)).events;
  return events;
};
