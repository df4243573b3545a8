/** Chances of every outcome by recurrences, in logarithms: no code in common with the judge that they are held against. */

/** Of 0 to `total` of `total`, each with chance `rate`. */
export const binomialChances = (total: number, rate: number): Float64Array =>
  recur(total, total * Math.log1p(-rate), (bad) => ((total - bad) / (bad + 1)) * (rate / (1 - rate)));

/** The same where the rate itself varies, by a beta distribution with intra-class correlation `icc`. */
export const betaBinomialChances = (total: number, rate: number, icc: number): Float64Array => {
  const size = 1 / icc - 1;
  const [bad, good] = [rate * size, (1 - rate) * size];
  let none = 0;
  for (let event = 0; event < total; event++) none += Math.log((good + event) / (size + event));
  return recur(total, none, (k) => (((total - k) / (k + 1)) * (bad + k)) / (good + total - k - 1));
};

/** Of 0 to `most` events where `expected` are, each window's own rate varying by `spread` (a gamma distribution). */
export const volumeChances = (expected: number, spread: number, most: number): Float64Array => {
  if (spread === 0) return recur(most, -expected, (count) => expected / (count + 1));
  const shape = 1 / spread ** 2;
  const none = shape * Math.log(shape / (shape + expected));
  return recur(most, none, (count) => ((shape + count) / (count + 1)) * (expected / (shape + expected)));
};

const recur = (most: number, logNone: number, ratio: (k: number) => number): Float64Array => {
  const chances = new Float64Array(most + 1);
  let logChance = logNone;
  for (let k = 0; k <= most; k++) {
    chances[k] = Math.exp(logChance);
    logChance += Math.log(ratio(k));
  }
  return chances;
};

/** The chance of the outcomes from `first` on, in steps of `step`, for as long as they are `called`. */
export const chanceOfCalls = (
  chances: Float64Array,
  first: number,
  step: 1 | -1,
  called: (outcome: number) => boolean,
): number => {
  let sum = 0;
  for (let k = first; k >= 0 && k < chances.length && called(k); k += step) sum += chances[k] ?? 0;
  return sum;
};
