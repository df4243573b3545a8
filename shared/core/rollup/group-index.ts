import type { RollupRows } from './rollup-rows.ts';
import type { GroupKey } from './series.ts';

/** Rows that name their groups by number. */
export interface NumberedRows extends Omit<RollupRows, 'keys'> {
  readonly groups: Uint32Array;
}

/** Numbers the groups of a part, so that of each name one text is kept and looked up once a row, not once for each thing that is added up. */
export class GroupIndex {
  /** By number. */
  readonly keys: GroupKey[] = [];
  readonly #numbers = new Map<GroupKey, number>();

  number({ keys, ...rows }: RollupRows): NumberedRows {
    const groups = new Uint32Array(keys.length);
    for (const [row, key] of keys.entries()) groups[row] = this.#numberOf(key);
    return { ...rows, groups };
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
