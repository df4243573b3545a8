import type { Columns, CountedColumns } from './columns.ts';
import { compareContents } from './compare-contents.ts';
import { FingerprintTable } from './fingerprint-table.ts';

/** Events of one minute with the rows that count. */
export interface CountedMinute {
  readonly segments: readonly CountedSegment[];
}

export interface CountedSegment {
  readonly columns: CountedColumns;
  /** 1 for each row that counts. */
  readonly keep: Uint8Array;
}

/** The segments of one minute without the copies. */
export interface DistinctMinute extends CountedMinute {
  readonly segments: readonly DistinctSegment[];
  readonly events: number;
  /** Rows left out because the one that counts says the same. */
  readonly duplicates: number;
  /** Rows left out because the one that counts has the same identity and a body that sorts before. */
  readonly conflicts: number;
}

export interface DistinctSegment extends CountedSegment {
  readonly columns: Columns;
}

/**
 * Drops every copy of an event but one. All copies lie in the same minute, whatever the transport did, so that no other
 * minute need be looked at. Which copy stays depends on the contents alone, never on the order of `segments`. O(rows), and
 * for each copy the logarithm of the segments.
 */
export const dedupe = (segments: readonly Columns[]): DistinctMinute => {
  const { starts, rows } = placesOf(segments);
  const table = new FingerprintTable(rows);
  const keep = new Uint8Array(rows).fill(1);
  /** Of each row that counts, how many say the same: conflicts, all of them, once another body takes its place. */
  const copies = new Uint32Array(rows);
  let duplicates = 0;
  let conflicts = 0;

  let place = -1;
  for (const columns of segments) {
    const { count, fingerprintHigh, fingerprintLow } = columns;
    for (let row = 0; row < count; row++) {
      place++;
      const high = fingerprintHigh[row] ?? 0;
      const low = fingerprintLow[row] ?? 0;
      const known = table.add(high, low, place);
      if (known === place) continue;

      const index = segmentOf(known, starts);
      const order = compareContents(columns, row, pick(segments, index), known - (starts[index] ?? 0));
      if (order < 0) {
        keep[known] = 0;
        table.replace(high, low, place);
        const outdone = copies[known] ?? 0;
        duplicates -= outdone;
        conflicts += 1 + outdone;
        continue;
      }
      keep[place] = 0;
      if (order === 0) {
        duplicates++;
        copies[known] = (copies[known] ?? 0) + 1;
      } else {
        conflicts++;
      }
    }
  }
  const kept = segments.map((columns, index) => {
    const start = starts[index] ?? 0;
    return { columns, keep: keep.subarray(start, start + columns.count) };
  });
  return { segments: kept, events: table.size, duplicates, conflicts };
};

/** Where each segment begins when the rows of all are numbered through. */
const placesOf = (segments: readonly Columns[]): { readonly starts: Uint32Array; readonly rows: number } => {
  const starts = new Uint32Array(segments.length);
  let rows = 0;
  for (const [index, { count }] of segments.entries()) {
    starts[index] = rows;
    rows += count;
  }
  return { starts, rows };
};

/** By halves: a minute of batches of one event has as many segments as rows. */
const segmentOf = (place: number, starts: Uint32Array): number => {
  let [first, last] = [0, starts.length - 1];
  while (first < last) {
    const middle = (first + last + 1) >> 1;
    if ((starts[middle] ?? 0) > place) last = middle - 1;
    else first = middle;
  }
  return first;
};

const pick = (segments: readonly Columns[], index: number): Columns => {
  const segment = segments[index];
  if (segment === undefined) throw new RangeError(`segment ${index}: there are ${segments.length}`);
  return segment;
};
