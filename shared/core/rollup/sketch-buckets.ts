/** A microsecond, as latencies are in milliseconds: nobody's limit lies below. */
const SMALLEST = 0.001;
const RELATIVE_ERROR = 0.01;
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const LOG_GAMMA = Math.log(GAMMA);
const logBucketOf = (value: number): number => Math.ceil(Math.log(value) / LOG_GAMMA);

export const LOWEST_BUCKET = logBucketOf(SMALLEST);
export const HIGHEST_BUCKET = logBucketOf(Number.MAX_VALUE);
/** That of values below a microsecond, which have no logarithm worth keeping; they read as 0. */
export const ZEROS = LOWEST_BUCKET - 1;

/** Of whole milliseconds up to four seconds: nearly all latencies are, and a logarithm takes longer than all else that is done with one. */
const wholeBuckets = Int16Array.from({ length: 4096 }, (_, value) => logBucketOf(value));

/** Bucket i holds values above gamma^(i-1), up to gamma^i. Throws RangeError for what is no latency: NaN, an infinity, a negative number. */
export const bucketOf = (value: number): number => {
  if (!Number.isFinite(value) || value < 0)
    throw new RangeError('sketch: expected numbers from 0 on, got NaN, an infinity or a negative one');
  if (value < SMALLEST) return ZEROS;
  return Number.isInteger(value) ? (wholeBuckets[value] ?? logBucketOf(value)) : logBucketOf(value);
};

/** No value of the bucket is further from this one than the relative error. From the lower end up: the upper may be infinite. */
export const valueOf = (bucket: number): number =>
  Math.min(Number.MAX_VALUE, Math.exp((bucket - 1) * LOG_GAMMA) * (1 + RELATIVE_ERROR));
