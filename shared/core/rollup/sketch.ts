import { type BucketCounts, narrow, NO_COUNTS } from './bucket-counts.ts';
import { bucketOf, valueOf } from './sketch-buckets.ts';
import { SketchBuilder } from './sketch-builder.ts';

/**
 * How latencies are distributed, in buckets that grow by 2 %: a quantile of any share to within 1 % of its value, and
 * sketches of minutes add up to that of the hour, exactly. After Masson, Rim and Lee, "DDSketch: a fast and
 * fully-mergeable quantile sketch with relative-error guarantees", PVLDB 12 (2019), with its logarithmic mapping.
 * The same values are the same sketch, in whatever order and parts they came.
 */
export interface Sketch {
  /** Values below a microsecond, which have no logarithm worth keeping; they read as 0. */
  readonly zeros: number;
  /** The bucket of `counts[0]`: i holds values above gamma^(i-1), up to gamma^i. */
  readonly first: number;
  /** Neither the first nor the last is 0; empty where nothing but zeros was added. */
  readonly counts: BucketCounts;
}

/** Throws RangeError for what is no latency: NaN, an infinity, a negative number. */
export const sketchOf = (values: Iterable<number>): Sketch => {
  const builder = new SketchBuilder();
  for (const value of values) builder.add(bucketOf(value));
  return builder.sketch;
};

/** O(buckets): minutes of hundreds of groups are merged at every tick. */
export const mergeSketches = (sketches: readonly Sketch[]): Sketch => {
  let [zeros, start, end] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { zeros: more, first, counts } of sketches) {
    zeros += more;
    if (counts.length > 0) [start, end] = [Math.min(start, first), Math.max(end, first + counts.length)];
  }
  if (start > end) return { zeros, first: 0, counts: NO_COUNTS };
  const sums = new Float64Array(end - start);
  for (const { first, counts } of sketches)
    for (let index = 0; index < counts.length; index++)
      sums[first - start + index] = (sums[first - start + index] ?? 0) + (counts[index] ?? 0);
  return { zeros, first: start, counts: narrow(sums) };
};

export const countOf = ({ zeros, counts }: Sketch): number => {
  let sum = zeros;
  for (const count of counts) sum += count;
  return sum;
};

/** The nearest-rank quantile, to within 1 %: about the smallest value that `share` of all do not exceed. */
export const quantile = (sketch: Sketch, share: number): number | undefined => {
  const total = countOf(sketch);
  if (total === 0) return undefined;
  const rank = Math.min(total, Math.max(1, Math.ceil(share * total - 1e-9)));
  let below = sketch.zeros;
  if (rank <= below) return 0;
  let bucket = sketch.first - 1;
  for (const count of sketch.counts) {
    bucket++;
    below += count;
    if (below >= rank) break;
  }
  return valueOf(bucket);
};

/**
 * How many values lie above `value`. A bucket counts whole, as if all that it holds were the one value that it reads as:
 * values up to 1 % below `value` may be among them, and values up to 1 % above it may be missing. Of the quantile of a
 * share at most the rest of the values lie above it, exactly.
 */
export const countAbove = ({ zeros, first, counts }: Sketch, value: number): number => {
  let above = value < 0 ? zeros : 0;
  for (let index = counts.length - 1; index >= 0 && valueOf(first + index) > value; index--)
    above += counts[index] ?? 0;
  return above;
};
