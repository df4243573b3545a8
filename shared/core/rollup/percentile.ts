/** The nearest-rank percentile: the smallest value that `share` of all values do not exceed. Sorts in place. O(n log n). */
export const percentile = (values: Float64Array, share: number): number | undefined =>
  values.length === 0
    ? undefined
    : values.sort()[Math.min(values.length - 1, Math.max(0, Math.ceil(share * values.length - 1e-9) - 1))];
