import type { CountedColumns, DictionaryColumn } from '../segment/columns.ts';
import { BAD, NOT_COUNTED } from './classify.ts';
import type { ValueSeries } from './series.ts';

/** Adds the amounts of the rows that are counted to the minute `at` of the whole. */
export const weigh = (columns: CountedColumns, rows: Uint8Array, into: ValueSeries, at: number): void => {
  weighRows(columns, rows, at, () => into);
};

/** The same for each group: `groups` are those of the values of the column, where they have counts. */
export const weighGroups = (
  columns: CountedColumns,
  rows: Uint8Array,
  { codes }: DictionaryColumn,
  groups: readonly (ValueSeries | undefined)[],
  at: number,
): void => {
  weighRows(columns, rows, at, (row) => groups[(codes[row] ?? 0) - 1]);
};

const weighRows = (
  columns: CountedColumns,
  rows: Uint8Array,
  at: number,
  into: (row: number) => ValueSeries | undefined,
): void => {
  const amounts = columns.numbers.get('amount');
  for (let row = 0; row < rows.length; row++) {
    const kind = rows[row] ?? NOT_COUNTED;
    const value = kind === NOT_COUNTED ? undefined : into(row);
    if (value !== undefined) addAmount(value, at, amounts?.[row] ?? 0, kind === BAD);
  }
};

/** Sums are exact up to 2^53 minor units, their squares to 16 digits. */
const addAmount = (into: ValueSeries, at: number, amount: number, bad: boolean): void => {
  const square = amount * amount;
  into.total[at] = (into.total[at] ?? 0) + amount;
  into.totalSquares[at] = (into.totalSquares[at] ?? 0) + square;
  if (!bad) return;
  into.bad[at] = (into.bad[at] ?? 0) + amount;
  into.badSquares[at] = (into.badSquares[at] ?? 0) + square;
  into.largestBad[at] = Math.max(into.largestBad[at] ?? 0, amount);
};
