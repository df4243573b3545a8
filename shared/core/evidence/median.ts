/** The middle of a few values, or of two of them the mean; NaN of none. A single wild one moves it to its neighbour at most. */
export const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((left, right) => left - right);
  const [lower, upper] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return lower === undefined || upper === undefined ? Number.NaN : (lower + upper) / 2;
};

/** Their standard deviation as the median of their distances from the median tells it: 1.4826 of it, as normal values have. */
export const spreadOf = (values: readonly number[]): number => {
  const median = medianOf(values);
  return 1.4826 * medianOf(values.map((value) => Math.abs(value - median)));
};
