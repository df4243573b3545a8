import { limits } from '../limits.ts';
import type { PaymentEvent } from '../event/event.ts';
import { type EpochMinute, minuteOf } from '../units.ts';
import { buildColumns, byTimeAndFingerprint, type Row, rowOf } from './build-columns.ts';
import { encodeColumns } from './encode-columns.ts';
import type { EncodedSegment } from './encoded-segment.ts';
import { distinctRows } from './distinct-rows.ts';

export interface EncodedBatch {
  readonly segments: readonly EncodedSegment[];
  /** Copies of an event within the batch that were left out. */
  readonly duplicates: number;
  /** Events whose identity another event of the batch has with another body; one of the two is stored. */
  readonly conflicts: readonly PaymentEvent[];
}

/** Turns a batch into one segment for each minute it touches, more only where one would not fit into an item. */
export const encodeBatch = (events: readonly PaymentEvent[]): EncodedBatch => {
  const minutes = Map.groupBy(events.map(rowOf), ({ event }) => minuteOf(event.time));
  const segments: EncodedSegment[] = [];
  const conflicts: PaymentEvent[] = [];
  let duplicates = 0;
  for (const [minute, rows] of minutes) {
    const distinct = distinctRows(rows);
    duplicates += distinct.duplicates;
    conflicts.push(...distinct.conflicts);
    segments.push(...encodeToFit(minute, distinct.rows.sort(byTimeAndFingerprint)));
  }
  return { segments, duplicates, conflicts };
};

const encodeToFit = (minute: EpochMinute, rows: readonly Row[]): EncodedSegment[] => {
  const segment = encodeColumns(buildColumns(minute, rows));
  if (segment.data.length <= limits.segmentBytes || rows.length === 1) return [segment];
  const half = rows.length >> 1;
  return [...encodeToFit(minute, rows.slice(0, half)), ...encodeToFit(minute, rows.slice(half))];
};
