import { type Random, seededRandom } from '../../cli/demo/random.ts';

/** Draws counts from a seeded generator. */
export interface Draw {
  chance(rate: number): boolean;
  /** Around a median; `sd` is the spread of its logarithm. */
  logNormal(median: number, sd: number): number;
  binomial(total: number, rate: number): number;
  /** A binomial whose rate itself varies from minute to minute with intra-class correlation `icc`. */
  betaBinomial(total: number, rate: number, icc: number): number;
}

export const drawWith = (seed: number): Draw => {
  const random = seededRandom(seed);
  const binomial = (total: number, rate: number): number => {
    let bad = 0;
    for (let event = 0; event < total; event++) if (random.next() < rate) bad++;
    return bad;
  };
  return {
    chance: (rate) => random.chance(rate),
    logNormal: (median, sd) => random.logNormal(median, sd),
    binomial,
    betaBinomial: (total, rate, icc) => {
      const size = 1 / icc - 1;
      const [good, bad] = [gamma(random, (1 - rate) * size), gamma(random, rate * size)];
      return binomial(total, bad / (good + bad));
    },
  };
};

/** Marsaglia and Tsang (2000), for a shape of at least 1; below 1 by the power of a uniform. */
const gamma = (random: Random, shape: number): number => {
  if (shape < 1) return gamma(random, shape + 1) * random.next() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = Math.log(random.logNormal(1, 1));
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(random.next()) < 0.5 * normal * normal + d - d * v + d * Math.log(v)) return d * v;
  }
};
