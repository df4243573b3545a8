/** Whole numbers, in the narrowest of these that holds the largest of them. */
export type BucketCounts = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/**
 * A tick holds a hundred thousand sketches, nearly all of them of small counts: as floats they would be most of its memory.
 * The same counts are the same array, however they came about.
 */
export const narrow = (counts: Float64Array): BucketCounts => {
  let largest = 0;
  for (let index = 0; index < counts.length; index++) largest = Math.max(largest, counts[index] ?? 0);
  if (largest < 2 ** 8) return new Uint8Array(counts);
  if (largest < 2 ** 16) return new Uint16Array(counts);
  return largest < 2 ** 32 ? new Uint32Array(counts) : new Float64Array(counts);
};

export const NO_COUNTS: BucketCounts = new Uint8Array();
