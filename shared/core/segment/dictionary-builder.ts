import type { AttributeValue } from '../event/event.ts';
import type { DictionaryColumn } from './columns.ts';

/** Collects one value for each row, or none, and gives each distinct one a number. */
export class DictionaryBuilder {
  #codes: Uint8Array | Uint16Array;
  readonly #codeOf = new Map<AttributeValue, number>();
  #last: AttributeValue | undefined;
  #lastCode = 0;

  constructor(count: number) {
    this.#codes = new Uint8Array(count);
  }

  get used(): boolean {
    return this.#codeOf.size > 0;
  }

  set(row: number, value: AttributeValue): void {
    // One source, one type and one currency for all rows is usual, and a look-up costs more than the rest.
    if (value !== this.#last) {
      this.#last = value;
      this.#lastCode = this.#codeFor(value);
    }
    this.#codes[row] = this.#lastCode;
  }

  build(): DictionaryColumn {
    return { values: [...this.#codeOf.keys()], codes: this.#codes };
  }

  #codeFor(value: AttributeValue): number {
    // -0 and 0 are one value to JSON and to a Map, and must be one in the bytes too.
    const key = value === 0 ? 0 : value;
    let code = this.#codeOf.get(key);
    if (code === undefined) {
      this.#codeOf.set(key, (code = this.#codeOf.size + 1));
      if (code === 256) this.#codes = Uint16Array.from(this.#codes);
    }
    return code;
  }
}
