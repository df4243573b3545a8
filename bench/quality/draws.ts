import { seededRandom } from '../../cli/demo/random.ts';

/** Draws from the distributions that traffic is made of, the same from the same seed. */
export interface Draws {
  normal(): number;
  poisson(mean: number): number;
  binomial(total: number, rate: number): number;
  /** The rate of a minute in which events fail together with intra-class correlation `icc`. */
  beta(rate: number, icc: number): number;
}

/**
 * By inversion: one uniform number for each count, where drawing event by event takes a thousand, and a bench of hundreds of
 * weeks draws a billion.
 */
export const drawsFrom = (seed: number): Draws => {
  const random = seededRandom(seed);
  const next = (): number => random.next();
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const gamma = (shape: number): number => {
    // Marsaglia and Tsang (2000), for a shape of at least 1.
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  const binomial = (total: number, rate: number): number => {
    if (rate > 0.5) return total - binomial(total, 1 - rate);
    const none = (1 - rate) ** total;
    // Below that the chance of no failure at all is no number any more.
    if (none < 1e-290) return binomial(total >> 1, rate) + binomial(total - (total >> 1), rate);
    const odds = rate / (1 - rate);
    const factor = (total + 1) * odds;
    for (;;) {
      let left = next();
      let chance = none;
      let bad = 0;
      while (left > chance && bad <= total) {
        left -= chance;
        bad++;
        chance *= factor / bad - odds;
      }
      if (bad <= total) return bad;
    }
  };
  return {
    normal,
    poisson: (mean) => {
      const { least, upTo } = poissonTable(mean);
      return least + firstAbove(upTo, next());
    },
    binomial,
    beta: (rate, icc) => {
      const size = 1 / icc - 1;
      const [bad, good] = [gamma(rate * size), gamma((1 - rate) * size)];
      return bad / (bad + good);
    },
  };
};

interface PoissonTable {
  readonly least: number;
  /** At `index`, the chance of at most `least + index`. */
  readonly upTo: Float64Array;
}

const tables = new Map<number, PoissonTable>();

const poissonTable = (mean: number): PoissonTable => {
  const known = tables.get(mean);
  if (known !== undefined) return known;
  const reach = 10 * Math.sqrt(mean) + 20;
  const least = Math.max(0, Math.floor(mean - reach));
  let logChance = -mean + least * Math.log(mean);
  for (let count = 2; count <= least; count++) logChance -= Math.log(count);
  const upTo = new Float64Array(Math.ceil(mean + reach) - least);
  let sum = 0;
  for (let index = 0; index < upTo.length; index++) {
    sum += Math.exp(logChance);
    upTo[index] = sum;
    logChance += Math.log(mean / (least + index + 1));
  }
  const table = { least, upTo };
  tables.set(mean, table);
  return table;
};

const firstAbove = (ascending: Float64Array, value: number): number => {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 1) > value) high = middle;
    else low = middle + 1;
  }
  return low;
};
