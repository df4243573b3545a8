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
