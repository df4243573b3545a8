import { type BucketCounts, narrow } from './bucket-counts.ts';
import type { RollupRows } from './rollup-rows.ts';
import type { GroupKey } from './series.ts';

/** Rows that name their groups by number, in the narrowest arrays that hold them: a tick keeps millions of rows for the next. */
export interface NumberedRows extends Omit<RollupRows, 'keys' | 'bad' | 'total'> {
  readonly groups: Uint16Array | Uint32Array;
  readonly bad: BucketCounts;
  readonly total: BucketCounts;
}

/** Numbers the groups of a part, so that of each name one text is kept and looked up once a row, not once for each thing that is added up. */
export class GroupIndex {
  /** By number. */
  readonly keys: GroupKey[] = [];
  readonly #numbers = new Map<GroupKey, number>();

  number({ keys, bad, total, ...rows }: RollupRows): NumberedRows {
    const numbers = new Uint32Array(keys.length);
    for (const [row, key] of keys.entries()) numbers[row] = this.#numberOf(key);
    const groups = this.keys.length <= 2 ** 16 ? new Uint16Array(numbers) : numbers;
    return { ...rows, groups, bad: narrow(bad), total: narrow(total) };
  }

  #numberOf(key: GroupKey): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.keys.push(key) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}
