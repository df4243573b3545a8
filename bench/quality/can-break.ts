import { evidenceDefaults } from '../../shared/core/evidence/constants.ts';
import { dispersion } from '../../shared/core/evidence/dispersion.ts';
import { between, type Counts } from './counts.ts';
import { LIMIT } from './rule.ts';

/**
 * A fast path: most looks at a group of which nothing is remembered find it neither broken nor worth remembering, and such a
 * look changes nothing. They are nine of ten of the millions that hundreds of weeks take, so whether a window can be broken
 * at all is asked of sums first, and only where it can the real rule looks. Its slow twin is test/support/simulate.ts.
 */
export const canBreak = (counts: Counts, tick: number, history: number, alpha: number): boolean => {
  for (const minutes of evidenceDefaults.windows)
    if (windowCan(counts, tick - minutes, tick, history, alpha)) return true;
  for (const minutes of evidenceDefaults.longWindows)
    if (windowCan(counts, hourBefore(tick, minutes), tick, history, alpha)) return true;
  return false;
};

/** Long windows begin with an hour. */
const hourBefore = (tick: number, minutes: number): number => Math.floor((tick - minutes) / 60) * 60;

const windowCan = ({ sums }: Counts, from: number, to: number, history: number, alpha: number): boolean => {
  const total = between(sums.total, from, to);
  const bad = between(sums.bad, from, to);
  if (!(bad / total > LIMIT)) return false;
  const phi = dispersion(total, between(sums.squares, from, to), history);
  return bad / phi >= evidenceDefaults.leastBad && leastLogChance(bad / phi, total / phi) <= Math.log(alpha);
};

/** What a bound for whole counts may miss by where counts are deflated: a factor of seven. */
const MARGIN = 2;

/**
 * No logarithm of the chance of `bad` or more of `total` at the limit is below this: exp(-N D) / sqrt(8 K (1 - K / N)), with
 * D the divergence of K / N from the limit (Ash, Information Theory, 1965, lemma 4.7.2).
 */
export const leastLogChance = (bad: number, total: number): number => {
  const [rate, good] = [bad / total, 1 - bad / total];
  const divergence = rate * Math.log(rate / LIMIT) + (good === 0 ? 0 : good * Math.log(good / (1 - LIMIT)));
  return -total * divergence - 0.5 * Math.log(Math.max(1, 8 * bad * good)) - MARGIN;
};
