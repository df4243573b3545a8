import type { DictionaryColumn } from '../segment/columns.ts';

/** From so many rows on an attribute with a value for every second event is dropped: it names events, and its names take memory. */
const IDENTITY_ROWS = 10_000;

/** The codes of one attribute, row by row, over columns that each number their values in their own way. */
export class GrowingAttribute {
  readonly values: string[] = [];
  isIdentity = false;
  readonly #codeOf = new Map<string, number>();
  #codes = new Uint32Array(0);

  get size(): number {
    return this.values.length;
  }

  /** Takes the codes of some rows of a column; the first becomes row `start`. */
  add(column: DictionaryColumn, rows: readonly number[], start: number): void {
    if (this.isIdentity) return;
    const end = start + rows.length;
    if (this.#codes.length < end) this.#codes = grown(this.#codes, end, (length) => new Uint32Array(length));
    const codes = new Uint32Array(column.values.length + 1);
    for (const [index, row] of rows.entries()) {
      const code = column.codes[row] ?? 0;
      if (code === 0) continue;
      let place = codes[code] ?? 0;
      if (place === 0) codes[code] = place = this.#learn(String(column.values[code - 1]));
      this.#codes[start + index] = place;
    }
    if (end >= IDENTITY_ROWS && this.size * 2 > end) this.#forget();
  }

  /** By code of a column: the code here, 0 for absent, the place behind the last for values that are not known here. */
  placesOf(column: DictionaryColumn | undefined): Uint32Array {
    const unknown = this.size + 1;
    return Uint32Array.from([0, ...(column?.values ?? []).map((value) => this.#codeOf.get(String(value)) ?? unknown)]);
  }

  codesOf(rows: number): Uint32Array {
    return this.#codes.length >= rows
      ? this.#codes.subarray(0, rows)
      : grown(this.#codes, rows, (n) => new Uint32Array(n)).subarray(0, rows);
  }

  #learn(value: string): number {
    let code = this.#codeOf.get(value);
    if (code === undefined) {
      this.values.push(value);
      this.#codeOf.set(value, (code = this.values.length));
    }
    return code;
  }

  #forget(): void {
    this.isIdentity = true;
    this.values.length = 0;
    this.#codeOf.clear();
    this.#codes = new Uint32Array(0);
  }
}

/** Twice as long, or longer, so that adding rows costs a constant each. */
export const grown = <Typed extends Uint8Array | Uint32Array>(
  from: Typed,
  least: number,
  make: (length: number) => Typed,
): Typed => {
  const to = make(Math.max(least, from.length * 2));
  to.set(from);
  return to;
};
