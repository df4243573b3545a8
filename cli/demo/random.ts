/** A small seeded generator: the same seed gives the same sequence on every machine, which `Math.random` can't. */
export interface Random {
  /** From 0, below 1. */
  next(): number;
  /** From 0, below `end`. */
  integer(end: number): number;
  chance(probability: number): boolean;
  /** A value by its weight. */
  pick<Value>(weighted: ReadonlyMap<Value, number>): Value;
  /** Around a median; sigma is the spread of its logarithm. Latencies and amounts are about so. */
  logNormal(median: number, sigma: number): number;
}

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state, good enough to draw payments from. */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    integer: (end) => Math.floor(next() * end),
    chance: (probability) => next() < probability,
    pick: (weighted) => pick(weighted, next()),
    logNormal: (median, sigma) => {
      // Box-Muller; 1 - next() because the logarithm of 0 is none.
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return median * Math.exp(sigma * normal);
    },
  };
};

const pick = <Value>(weighted: ReadonlyMap<Value, number>, share: number): Value => {
  const entries = [...weighted];
  let left = share * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of entries) {
    left -= weight;
    if (left < 0) return value;
  }
  const last = entries.at(-1);
  if (last === undefined) throw new Error('Expected something to pick from, got an empty map');
  return last[0];
};
