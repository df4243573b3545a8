import { RollupError } from './rollup-error.ts';
import { pushVarint, VarintReader } from './varint.ts';

/**
 * How latencies are distributed, in buckets that grow by 2 %: a quantile of any share to within 1 % of its value, and
 * sketches of minutes add up to that of the hour, exactly. After Masson, Rim and Lee, "DDSketch: a fast and
 * fully-mergeable quantile sketch with relative-error guarantees", PVLDB 12 (2019), with its logarithmic mapping.
 * The same values are the same sketch, in whatever order and parts they came.
 */
export interface Sketch {
  /** Values below {@link SMALLEST}, which have no logarithm worth keeping; they read as 0. */
  readonly zeros: number;
  /** The bucket of `counts[0]`: i holds values above gamma^(i-1), up to gamma^i. */
  readonly first: number;
  /** Neither the first nor the last is 0; empty where nothing but zeros was added. */
  readonly counts: Float64Array;
}

/** A microsecond, as latencies are in milliseconds: nobody's limit lies below. */
const SMALLEST = 0.001;
const RELATIVE_ERROR = 0.01;
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const LOG_GAMMA = Math.log(GAMMA);
const bucketOf = (value: number): number => Math.ceil(Math.log(value) / LOG_GAMMA);
const LOWEST_BUCKET = bucketOf(SMALLEST);
const HIGHEST_BUCKET = bucketOf(Number.MAX_VALUE);
/** No value of the bucket is further from this one than the relative error. From the lower end up: the upper may be infinite. */
const valueOf = (bucket: number): number =>
  Math.min(Number.MAX_VALUE, Math.exp((bucket - 1) * LOG_GAMMA) * (1 + RELATIVE_ERROR));

/** Throws RangeError for what is no latency: NaN, an infinity, a negative number. */
export const sketchOf = (values: Iterable<number>): Sketch => {
  const counts = new Map<number, number>();
  let zeros = 0;
  for (const value of values) {
    if (!Number.isFinite(value) || value < 0)
      throw new RangeError('sketch: expected numbers from 0 on, got NaN, an infinity or a negative one');
    if (value < SMALLEST) zeros++;
    else counts.set(bucketOf(value), (counts.get(bucketOf(value)) ?? 0) + 1);
  }
  return dense(zeros, counts);
};

export const mergeSketches = (sketches: readonly Sketch[]): Sketch => {
  const sums = new Map<number, number>();
  let zeros = 0;
  for (const { zeros: more, first, counts } of sketches) {
    zeros += more;
    for (const [index, count] of counts.entries())
      if (count > 0) sums.set(first + index, (sums.get(first + index) ?? 0) + count);
  }
  return dense(zeros, sums);
};

const dense = (zeros: number, sparse: ReadonlyMap<number, number>): Sketch => {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const bucket of sparse.keys()) [first, last] = [Math.min(first, bucket), Math.max(last, bucket)];
  if (sparse.size === 0) return { zeros, first: 0, counts: new Float64Array() };
  const counts = new Float64Array(last - first + 1);
  for (const [bucket, count] of sparse) counts[bucket - first] = count;
  return { zeros, first, counts };
};

export const countOf = ({ zeros, counts }: Sketch): number => counts.reduce((sum, count) => sum + count, zeros);

/** The nearest-rank quantile, to within 1 %: about the smallest value that `share` of all do not exceed. */
export const quantile = (sketch: Sketch, share: number): number | undefined => {
  const total = countOf(sketch);
  if (total === 0) return undefined;
  const rank = Math.min(total, Math.max(1, Math.ceil(share * total - 1e-9)));
  let below = sketch.zeros;
  if (rank <= below) return 0;
  const at = sketch.counts.findIndex((count) => (below += count) >= rank);
  return valueOf(sketch.first + at);
};

/** Some two bytes for each 2 % between the smallest and the largest value: 500 for a million of usual latencies. */
export const encodeSketch = ({ zeros, first, counts }: Sketch): Uint8Array => {
  const bytes: number[] = [];
  pushVarint(bytes, zeros);
  if (counts.length > 0) pushVarint(bytes, first - LOWEST_BUCKET);
  for (const count of counts) pushVarint(bytes, count);
  return Uint8Array.from(bytes);
};

/** Throws {@link RollupError} for anything but what {@link encodeSketch} made. */
export const decodeSketch = (bytes: Uint8Array): Sketch => {
  const reader = new VarintReader(bytes);
  const zeros = reader.next();
  if (reader.done) return { zeros, first: 0, counts: new Float64Array() };
  const first = reader.next() + LOWEST_BUCKET;
  const counts: number[] = [];
  while (!reader.done) counts.push(reader.next());
  // A first or last bucket without a count is not what was written, nor one that no number falls into.
  const tight = counts.length > 0 && counts[0] !== 0 && counts.at(-1) !== 0;
  if (!tight || first + counts.length - 1 > HIGHEST_BUCKET)
    throw new RollupError('corrupt', 'rollup: the sketch is not what was written');
  return { zeros, first, counts: Float64Array.from(counts) };
};
