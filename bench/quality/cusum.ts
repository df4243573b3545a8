import type { Counts } from './counts.ts';
import { LIMIT, NORMAL, type Rule, type Turn } from './rule.ts';

/**
 * Page's CUSUM (1954) of the log-likelihood ratio of an event: of the rates that were tested the best possible one where
 * events are independent and the rate that comes is known before (Moustakides, 1986). It knows here what nobody knows: how
 * high the rate will be.
 */
export interface Cusum {
  /** The rate that an incident will have. */
  readonly expected: number;
  /** It begins to fire when the sum for `expected` against the limit is above this. */
  readonly begins: number;
  /** It ends when the sum for the normal rate against the limit is above this, of all that came since it fires. */
  readonly ends: number;
}

interface Weights {
  readonly bad: number;
  readonly good: number;
}

const weightsOf = (rate: number): Weights => ({
  bad: Math.log(rate / LIMIT),
  good: Math.log((1 - rate) / (1 - LIMIT)),
});

export const cusum = ({ expected, begins, ends }: Cusum): Rule =>
  function* ({ minutes, bad, total }): Generator<Turn> {
    const [broken, well] = [weightsOf(expected), weightsOf(NORMAL)];
    let sum = 0;
    let fires = false;
    for (let at = 1; at <= minutes; at++) {
      const [wrong, count] = [bad[at - 1] ?? 0, total[at - 1] ?? 0];
      const weights = fires ? well : broken;
      sum = Math.max(0, sum + wrong * weights.bad + (count - wrong) * weights.good);
      if (sum <= (fires ? ends : begins)) continue;
      fires = !fires;
      sum = 0;
      yield { at, firing: fires };
    }
  };

/** How often it begins to fire after a minute where each time it is ended at once, so that none hides behind the one before. */
export const beginnings = (
  { minutes, bad, total }: Counts,
  { expected, begins }: Omit<Cusum, 'ends'>,
  after = 0,
): number => {
  const weights = weightsOf(expected);
  let sum = 0;
  let count = 0;
  for (let minute = 0; minute < minutes; minute++) {
    const wrong = bad[minute] ?? 0;
    sum = Math.max(0, sum + wrong * weights.bad + ((total[minute] ?? 0) - wrong) * weights.good);
    if (sum <= begins) continue;
    sum = 0;
    if (minute >= after) count++;
  }
  return count;
};

/** The lowest threshold, to a hundredth, with which it begins at most `most` times. */
export const tuneBeginning = (counts: Counts, expected: number, most: number, after = 0): number =>
  lowest((begins) => beginnings(counts, { expected, begins }, after) <= most);

/** The lowest of the thresholds 0, 0.01, 0.02, ... with which `holds`, which it does from some threshold on. */
export const lowest = (holds: (threshold: number) => boolean): number => {
  if (holds(0)) return 0;
  let high = 1;
  while (!holds(high / 100)) high *= 2;
  let low = high >> 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(middle / 100)) high = middle;
    else low = middle;
  }
  return high / 100;
};
