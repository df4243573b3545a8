import type { Level } from '../guardrail/guardrail.ts';
import { chanceOfAtLeast, chanceOfAtMost } from './binomial.ts';
import { evidenceDefaults } from './constants.ts';
import { chanceToMiss, chanceToReach, rangeAtEnd } from './monthly-forecast.ts';
import type { MonthCount } from './monthly-counts.ts';
import type { MonthSeen } from './monthly-seen.ts';

/**
 * The chance that a month does not end beyond a level, at most: of the conditions, which must all be met, the chances to
 * miss each are added up. A quarter of `alpha` goes to how many events the bad ones will be held against.
 */
export const chanceToKeep = (seen: MonthSeen, level: Level, alpha: number): number => {
  const { bad, total, amount } = seen;
  const { count = 1, amount: least, total: others } = level.reached ?? {};
  const quarter = alpha / 4;
  const [, highest] = totalAtEnd(seen, quarter);
  const chances = [
    total.count === 0 ? 1 : miss(seen, bad, Math.max(count, neededFor(level, highest))),
    isForecast(seen) ? quarter : 0,
    least === undefined ? 0 : missAmount(seen, amount, least),
    others === undefined ? 0 : isForecast(seen) ? miss(seen, total, others) : total.count < others ? 1 : 0,
    exemptionUnproven(seen),
  ];
  return Math.min(
    1,
    chances.reduce((sum, chance) => sum + chance, 0),
  );
};

/** The chance that it does end beyond it, at most: no greater than that of the condition that is met least likely. */
export const chanceToCross = (seen: MonthSeen, level: Level, alpha: number): number => {
  const { bad, total, amount } = seen;
  const { count = 1, amount: least, total: others } = level.reached ?? {};
  const quarter = isForecast(seen) ? alpha / 4 : 0;
  const [lowest] = totalAtEnd(seen, alpha / 4);
  return Math.min(
    reach(seen, bad, Math.max(count, neededFor(level, lowest))) + quarter,
    least === undefined ? 1 : reachAmount(seen, amount, least),
    others === undefined ? 1 : isForecast(seen) ? reach(seen, total, others) : total.count < others ? 0 : 1,
    exemptionProven(seen),
  );
};

/** Bad events from which on the ratio is reached. Of 1.5 % of 20,000 a double makes a little more than 300. */
export const neededFor = ({ rate }: Pick<Level, 'rate'>, total: number): number =>
  Math.ceil(rate * total * (1 - 1e-12));

/** Whether what the bad events are held against is still coming in. */
const isForecast = ({ rule, elapsed }: MonthSeen): boolean => rule.against === 'this-month' && elapsed.left > 0;

const totalAtEnd = (seen: MonthSeen, chance: number): readonly [lowest: number, highest: number] => {
  const { total, elapsed, hasPace } = seen;
  if (!isForecast(seen)) return [total.count, total.count];
  return hasPace ? rangeAtEnd(total, elapsed, chance) : [total.count, Number.POSITIVE_INFINITY];
};

const miss = ({ elapsed, hasPace }: MonthSeen, soFar: Pick<MonthCount, 'count' | 'phi'>, needed: number): number => {
  if (soFar.count >= needed) return 0;
  return hasPace && Number.isFinite(needed) ? chanceToMiss(soFar, needed, elapsed) : 1;
};

const reach = ({ elapsed, hasPace }: MonthSeen, soFar: Pick<MonthCount, 'count' | 'phi'>, needed: number): number =>
  soFar.count >= needed || !hasPace ? 1 : chanceToReach(soFar, needed, elapsed);

/** Value is counted in events of the size that vary as much: sum w^2 / sum w, see sizeToBreak in value.ts. */
const missAmount = (seen: MonthSeen, amount: MonthCount | undefined, least: number): number => {
  if (amount === undefined || amount.value <= 0) return 1;
  if (amount.value >= least) return 0;
  // The sizes of four say nothing about the sizes of the next.
  if (amount.count < evidenceDefaults.weighted.leastBad) return 1;
  const size = amount.valueSquares / amount.value;
  return miss(seen, { count: amount.value / size, phi: amount.phi }, least / size);
};

/** Larger ones than those that were seen may come. */
const reachAmount = (seen: MonthSeen, amount: MonthCount | undefined, least: number): number => {
  if (amount === undefined || amount.value <= 0) return 1;
  const { weighted } = evidenceDefaults;
  const size = Math.max(amount.valueSquares / amount.value, (weighted.unseenSize * amount.value) / amount.count);
  return reach(seen, { count: amount.value / size, phi: amount.phi }, least / size);
};

/** How well what was seen of it goes with a share of exempt events on the limit, or beyond it. */
const exemptionUnproven = (seen: MonthSeen): number => {
  const [exempt, total, share] = exemption(seen);
  if (total === 0) return 0;
  if (!isForecast(seen)) return exempt / total < share ? 0 : 1;
  return chanceOfAtMost(exempt, total, share);
};

const exemptionProven = (seen: MonthSeen): number => {
  const [exempt, total, share] = exemption(seen);
  if (total === 0) return 1;
  if (!isForecast(seen)) return exempt / total < share ? 1 : 0;
  return chanceOfAtLeast(exempt, total, share);
};

const exemption = ({ rule, exempt, total }: MonthSeen): readonly [exempt: number, total: number, share: number] =>
  rule.exempt === undefined || exempt === undefined ? [0, 0, 1] : [exempt.count, total.count, rule.exempt.share];
