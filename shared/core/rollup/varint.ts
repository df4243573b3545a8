import { type BucketCounts, narrow } from './bucket-counts.ts';
import { RollupError } from './rollup-error.ts';

/** Appends a whole number from 0 to 2^53 - 1 in groups of seven bits, low ones first. No bit operators: they stop at 32 bits. */
export const pushVarint = (bytes: number[], value: number): void => {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
};

/** Reads what {@link pushVarint} wrote, and nothing else: throws {@link RollupError} at the end of the bytes or beyond 2^53. */
export class VarintReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** The next bytes as they are. */
  take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at)
      throw new RollupError('corrupt', `rollup: expected ${length} more bytes, got ${this.#bytes.length - this.#at}`);
    return this.#bytes.subarray(this.#at, (this.#at += length));
  }

  /** All numbers that are left. Most are of a byte each: then these bytes themselves, which nobody need copy. */
  rest(): BucketCounts {
    const bytes = this.#bytes;
    let at = this.#at;
    while (at < bytes.length && (bytes[at] ?? 0) < 128) at++;
    if (at === bytes.length) {
      const start = bytes.byteOffset + this.#at;
      const length = at - this.#at;
      this.#at = at;
      return new Uint8Array(bytes.buffer, start, length);
    }
    const numbers = new Float64Array(bytes.length - this.#at);
    let count = 0;
    while (!this.done) numbers[count++] = this.next();
    return narrow(numbers.subarray(0, count));
  }

  next(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new RollupError('corrupt', 'rollup: a number ends too early');
      value += (byte % 128) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw new RollupError('corrupt', 'rollup: a number is beyond 2^53');
      if (byte >= 128) continue;
      // One number, one form: the same counts must be the same bytes.
      if (byte === 0 && scale > 1) throw new RollupError('corrupt', 'rollup: a number is longer than it need be');
      return value;
    }
  }
}
