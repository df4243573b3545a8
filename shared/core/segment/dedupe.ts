import { type Columns, contentOf } from './columns.ts';
import { FingerprintTable } from './fingerprint-table.ts';

/** The segments of one minute with the rows that count. */
export interface DistinctMinute {
  readonly segments: readonly DistinctSegment[];
  readonly events: number;
  /** Rows left out because the one that counts says the same. */
  readonly duplicates: number;
  /** Rows left out because the one that counts has the same identity and a body that sorts before. */
  readonly conflicts: number;
}

export interface DistinctSegment {
  readonly columns: Columns;
  /** 1 for each row that counts. */
  readonly keep: Uint8Array;
}

/**
 * Drops every copy of an event but one. All copies lie in the same minute, whatever the transport did, so that no other
 * minute need be looked at. Which copy stays depends on the contents alone, never on the order of `segments`. O(rows).
 */
export const dedupe = (segments: readonly Columns[]): DistinctMinute => {
  const rows = segments.reduce((sum, columns) => sum + columns.count, 0);
  const table = new FingerprintTable(rows);
  const kept = segments.map((columns) => ({ columns, keep: new Uint8Array(columns.count).fill(1) }));
  const starts = startsOf(segments);
  /** Of each row that counts, how many say the same: conflicts, all of them, once another body takes its place. */
  const copies = new Uint32Array(rows);
  let duplicates = 0;
  let conflicts = 0;

  const locate = (place: number): { segment: DistinctSegment; row: number } => {
    let index = starts.length - 1;
    while (index > 0 && (starts[index] ?? 0) > place) index--;
    const segment = kept[index];
    if (segment === undefined) throw new RangeError(`no segment at row ${place}`);
    return { segment, row: place - (starts[index] ?? 0) };
  };

  for (const [index, segment] of kept.entries()) {
    const { columns, keep } = segment;
    const start = starts[index] ?? 0;
    for (let row = 0; row < columns.count; row++) {
      const high = columns.fingerprintHigh[row] ?? 0;
      const low = columns.fingerprintLow[row] ?? 0;
      const place = table.add(high, low, start + row);
      if (place === start + row) continue;

      const other = locate(place);
      const ours = contentOf(columns, row);
      const theirs = contentOf(other.segment.columns, other.row);
      if (ours < theirs) {
        other.segment.keep[other.row] = 0;
        table.replace(high, low, start + row);
        const outdone = copies[place] ?? 0;
        duplicates -= outdone;
        conflicts += 1 + outdone;
        continue;
      }
      keep[row] = 0;
      if (ours === theirs) {
        duplicates++;
        copies[place] = (copies[place] ?? 0) + 1;
      } else {
        conflicts++;
      }
    }
  }
  return { segments: kept, events: table.size, duplicates, conflicts };
};

const startsOf = (segments: readonly Columns[]): number[] => {
  const starts: number[] = [];
  let start = 0;
  for (const columns of segments) {
    starts.push(start);
    start += columns.count;
  }
  return starts;
};
