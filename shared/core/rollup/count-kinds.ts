import type { DictionaryColumn } from '../segment/columns.ts';
import { BAD, GOOD, KINDS } from './classify.ts';
import type { Series } from './series.ts';

/**
 * How many rows there are of each kind and code: kind k of code c at c x KINDS + k. One addition for each row, whatever it
 * is: a branch that bad rows take now and then is guessed wrong just there.
 */
export type KindCounts = Uint32Array;

export const countKinds = (rows: Uint8Array): KindCounts => {
  const counts = new Uint32Array(KINDS);
  for (let row = 0; row < rows.length; row++) {
    const kind = rows[row] ?? 0;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
};

export const countKindsByCode = (rows: Uint8Array, { values, codes }: DictionaryColumn): KindCounts => {
  const counts = new Uint32Array(KINDS * (values.length + 1));
  for (let row = 0; row < rows.length; row++) {
    const place = (codes[row] ?? 0) * KINDS + (rows[row] ?? 0);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
};

export const totalOf = (counts: KindCounts, code: number): number =>
  (counts[code * KINDS + GOOD] ?? 0) + (counts[code * KINDS + BAD] ?? 0);

/** Adds the rows of one code that are counted to the minute `at`. */
export const addCounts = ({ bad, total }: Series, at: number, counts: KindCounts, code: number): void => {
  bad[at] = (bad[at] ?? 0) + (counts[code * KINDS + BAD] ?? 0);
  total[at] = (total[at] ?? 0) + totalOf(counts, code);
};
