import { NO_COUNTS } from './bucket-counts.ts';
import { RollupError } from './rollup-error.ts';
import type { Sketch } from './sketch.ts';
import { HIGHEST_BUCKET, LOWEST_BUCKET } from './sketch-buckets.ts';
import { pushVarint, VarintReader } from './varint.ts';

/** Some two bytes for each 2 % between the smallest and the largest value: 500 for a million of usual latencies. */
export const encodeSketch = ({ zeros, first, counts }: Sketch): Uint8Array => {
  const bytes: number[] = [];
  pushVarint(bytes, zeros);
  if (counts.length > 0) pushVarint(bytes, first - LOWEST_BUCKET);
  for (const count of counts) pushVarint(bytes, count);
  return Uint8Array.from(bytes);
};

/** One after the other, each behind its length in bytes; 0 where there is none. */
export const encodeSketches = (sketches: readonly (Sketch | undefined)[]): Uint8Array => {
  const parts = sketches.map((sketch) => (sketch === undefined ? new Uint8Array() : encodeSketch(sketch)));
  return Buffer.concat(
    parts.flatMap((part) => {
      const length: number[] = [];
      pushVarint(length, part.length);
      return [Uint8Array.from(length), part];
    }),
  );
};

/** Throws {@link RollupError} where the bytes are not those of `count` sketches. */
export const decodeSketches = (bytes: Uint8Array, count: number): (Sketch | undefined)[] => {
  const reader = new VarintReader(bytes);
  const sketches = Array.from({ length: count }, () => {
    const length = reader.next();
    return length === 0 ? undefined : decodeSketch(reader.take(length));
  });
  if (!reader.done) throw new RollupError('corrupt', `rollup: expected ${count} sketches, got more`);
  return sketches;
};

/** Throws {@link RollupError} for anything but what {@link encodeSketch} made. */
export const decodeSketch = (bytes: Uint8Array): Sketch => {
  const reader = new VarintReader(bytes);
  const zeros = reader.next();
  if (reader.done) return { zeros, first: 0, counts: NO_COUNTS };
  const first = reader.next() + LOWEST_BUCKET;
  const counts = reader.rest();
  // A first or last bucket without a count is not what was written, nor one that no number falls into.
  const tight = counts.length > 0 && counts[0] !== 0 && counts[counts.length - 1] !== 0;
  if (!tight || first + counts.length - 1 > HIGHEST_BUCKET)
    throw new RollupError('corrupt', 'rollup: the sketch is not what was written');
  return { zeros, first, counts };
};
