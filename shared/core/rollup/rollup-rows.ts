import type { BucketCounts } from './bucket-counts.ts';
import { capGroups } from './cap-groups.ts';
import { minuteTally } from './merge-tallies.ts';
import type { Rollup } from './rollup.ts';
import type { GroupKey } from './series.ts';
import type { Sketch } from './sketch.ts';
import type { Tally, ValueTally } from './tally.ts';

export const spanColumns = ['minutes', 'badMinutes', 'goodMinutes', 'squares', 'badSquaresOverTotal'] as const;
export const valueColumns = ['bad', 'total', 'badSquares', 'totalSquares', 'largestBad'] as const;

export type SpanColumns = Readonly<Record<(typeof spanColumns)[number], Float64Array>>;
export type ValueColumns = Readonly<Record<(typeof valueColumns)[number], Float64Array>>;

/**
 * A rollup as it is stored: by column, a row for each group. A tick adds up a million rows of ten thousand groups; with an
 * object for each it took three times as long and half of its memory.
 */
export interface RollupRows {
  readonly keys: readonly GroupKey[];
  readonly bad: Float64Array;
  readonly total: Float64Array;
  /** Missing where all rows are of a single minute, since it follows from the counts. */
  readonly spans?: SpanColumns;
  /** NaN in the rows that have none; missing where no row has any. */
  readonly value?: ValueColumns;
  readonly latencies?: readonly (Sketch | undefined)[];
  /** Of the whole. */
  readonly sketch?: Sketch;
}

/** Rows whose counts may lie in narrower arrays. */
type CountedRows = Omit<RollupRows, 'keys' | 'bad' | 'total'> & Readonly<Record<'bad' | 'total', BucketCounts>>;

export const tallyAt = (rows: CountedRows, row: number): Tally => {
  const { bad, total, spans, value, latencies } = rows;
  const minute = minuteTally(at(bad, row), at(total, row), value && valueAt(value, row), latencies?.[row]);
  if (spans === undefined) return minute;
  return {
    ...minute,
    minutes: at(spans.minutes, row),
    badMinutes: at(spans.badMinutes, row),
    goodMinutes: at(spans.goodMinutes, row),
    squares: at(spans.squares, row),
    badSquaresOverTotal: at(spans.badSquaresOverTotal, row),
  };
};

/** Undefined where the row has none. */
export const valueAt = (columns: ValueColumns, row: number): ValueTally | undefined => {
  const total = at(columns.total, row);
  if (Number.isNaN(total)) return undefined;
  return {
    bad: at(columns.bad, row),
    total,
    badSquares: at(columns.badSquares, row),
    totalSquares: at(columns.totalSquares, row),
    largestBad: at(columns.largestBad, row),
  };
};

const at = (column: BucketCounts, row: number): number => column[row] ?? Number.NaN;

/** The same group by group, largest first. */
export const rollupOfRows = (rows: RollupRows): Rollup => {
  const groups = new Map(rows.keys.map((key, row) => [key, tallyAt(rows, row)]));
  return {
    groups: capGroups(groups, Number.POSITIVE_INFINITY),
    ...(rows.sketch === undefined ? undefined : { sketch: rows.sketch }),
  };
};
