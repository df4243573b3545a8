import type { PaymentEvent } from '../event/event.ts';
import { minuteOf } from '../units.ts';
import { buildColumns, type Row } from './build-columns.ts';
import { contentOf } from './columns.ts';
import { FingerprintTable } from './fingerprint-table.ts';

export interface DistinctRows {
  /** An array of its own. */
  readonly rows: Row[];
  /** Copies of rows that are kept. */
  readonly duplicates: number;
  /** The losers: same identity as a row that is kept, another body. */
  readonly conflicts: readonly PaymentEvent[];
}

/** One row for each identity among the rows of one minute; of different bodies the one whose content is the smaller text. */
export const distinctRows = (rows: readonly Row[]): DistinctRows =>
  // Rows of one identity have one fingerprint. Nearly every batch ends here, without a key of text for each row.
  hasEqualFingerprints(rows) ? withoutCopies(rows) : { rows: [...rows], duplicates: 0, conflicts: [] };

const hasEqualFingerprints = (rows: readonly Row[]): boolean => {
  const table = new FingerprintTable(rows.length);
  return rows.some(({ fingerprint: { high, low } }, row) => table.add(high, low, row) !== row);
};

const withoutCopies = (rows: readonly Row[]): DistinctRows => {
  const kept = new Map<string, Row>();
  /** Of each row that is kept, those that say the same: losers, all of them, once another body takes its place. */
  const copies = new Map<Row, PaymentEvent[]>();
  const conflicts: PaymentEvent[] = [];
  for (const row of rows) {
    const identity = `${row.event.source}\0${row.event.id}`;
    const other = kept.get(identity);
    if (other === undefined) {
      kept.set(identity, row);
      continue;
    }
    const [ours, theirs] = [content(row), content(other)];
    if (ours === theirs) {
      const same = copies.get(other);
      if (same === undefined) copies.set(other, [row.event]);
      else same.push(row.event);
    } else if (ours < theirs) {
      kept.set(identity, row);
      conflicts.push(other.event, ...(copies.get(other) ?? []));
      copies.delete(other);
    } else {
      conflicts.push(row.event);
    }
  }
  const duplicates = [...copies.values()].reduce((sum, same) => sum + same.length, 0);
  return { rows: [...kept.values()], duplicates, conflicts };
};

// Through the columns, as the reader does it: two ways to write the same text would pick two winners.
const content = (row: Row): string => contentOf(buildColumns(minuteOf(row.event.time), [row]), 0);
