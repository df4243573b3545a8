import { dictionaryColumn } from '../guardrail/select.ts';
import type { DictionaryColumn } from '../segment/columns.ts';
import { FingerprintTable } from '../segment/fingerprint-table.ts';
import { BAD, type ClassifiedSegment, NOT_COUNTED } from './classify.ts';
import { groupKey, type GroupKey, WHOLE } from './series.ts';

/** How many distinct values a group has in a minute, and how many of those have a bad event. */
export interface Pair {
  bad: number;
  total: number;
}

/**
 * The distinct values of `countBy` in one minute, for the whole and each group, over all segments together: the tries of
 * one payment come in batches of their own. Values are the same that are the same as text, as those of groups are. An
 * event without one, or with an empty one, is a value of its own: else all of them would be one payment. O(rows).
 */
export const countDistinct = (
  minute: readonly ClassifiedSegment[],
  countBy: string,
  by: readonly string[],
): ReadonlyMap<GroupKey, Pair> => {
  const values = new Numbering();
  const segments = minute.map(({ columns, rows }) => ({
    columns,
    rows,
    values: codesOf(dictionaryColumn(columns, countBy), rows.length, (text) => (text === '' ? 0 : values.of(text))),
  }));
  const size = segments.reduce((sum, { rows }) => sum + rows.length, 0);

  const pairs = new Map<GroupKey, Pair>();
  const add = (attribute: string | undefined): void => {
    const groups = new Numbering();
    const counts = new Counts(size);
    for (const { columns, rows, values: valueOf } of segments) {
      const groupOf =
        attribute === undefined
          ? new Uint32Array(rows.length).fill(groups.of(WHOLE))
          : codesOf(dictionaryColumn(columns, attribute), rows.length, (text) => groups.of(groupKey(attribute, text)));
      for (let row = 0; row < rows.length; row++) {
        const kind = rows[row] ?? NOT_COUNTED;
        const group = groupOf[row] ?? 0;
        if (kind !== NOT_COUNTED && group !== 0) counts.add(group, valueOf[row] ?? 0, kind === BAD);
      }
    }
    for (const [group, number] of groups.numbers) {
      const pair = counts.pairs.get(number);
      if (pair !== undefined) pairs.set(group, pair);
    }
  };
  add(undefined);
  for (const attribute of by) add(attribute);
  return pairs;
};

/** Texts numbered from 1 in order of appearance. */
class Numbering {
  readonly numbers = new Map<string, number>();

  of(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) this.numbers.set(text, (number = this.numbers.size + 1));
    return number;
  }
}

/** The number of the value of each row; 0 where it has none. A value is numbered once, not once per row. */
const codesOf = (
  column: DictionaryColumn | undefined,
  count: number,
  numberOf: (text: string) => number,
): Uint32Array => {
  const codes = new Uint32Array(count);
  if (column === undefined) return codes;
  const numbers = [0, ...column.values.map((value) => numberOf(String(value)))];
  for (let row = 0; row < count; row++) codes[row] = numbers[column.codes[row] ?? 0] ?? 0;
  return codes;
};

/** Counts each value of a group once, and once as bad. */
class Counts {
  readonly pairs = new Map<number, Pair>();
  readonly #table: FingerprintTable;
  readonly #isBad: Uint8Array;
  #next = 0;

  /** `capacity`: as many rows as will be added at most. */
  constructor(capacity: number) {
    this.#table = new FingerprintTable(capacity);
    this.#isBad = new Uint8Array(capacity);
  }

  add(group: number, value: number, bad: boolean): void {
    let pair = this.pairs.get(group);
    if (pair === undefined) this.pairs.set(group, (pair = { bad: 0, total: 0 }));
    const row = this.#next++;
    const first = value === 0 ? row : this.#table.add(group, spread(group, value), row);
    if (first === row) pair.total++;
    if (!bad || this.#isBad[first] === 1) return;
    this.#isBad[first] = 1;
    pair.bad++;
  }
}

/**
 * The table takes the low bits for the slot, as they are: numbers from 1 on would all lie at its beginning, and a look-up
 * take a walk through them. Different values of a group stay different, since the factors are odd.
 */
const spread = (group: number, value: number): number =>
  (Math.imul(value, 0x9e3779b1) ^ Math.imul(group, 0x85ebca6b)) >>> 0;
