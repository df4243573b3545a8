import type { Random } from '../../demo/random.ts';

/** Above this e^-mean loses digits; the sum of two Poisson numbers is one of the sum of their means. */
const MOST_AT_ONCE = 500;

/** A number of independent events, of which `mean` are expected (Knuth, TAOCP 2, 3.4.1). O(mean). */
export const poisson = (random: Random, mean: number): number => {
  if (mean > MOST_AT_ONCE) return poisson(random, mean / 2) + poisson(random, mean / 2);
  const least = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > least; product *= random.next()) count++;
  return count;
};
