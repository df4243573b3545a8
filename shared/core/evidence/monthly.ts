import type { Level } from '../guardrail/guardrail.ts';
import { evidenceDefaults } from './constants.ts';
import type { Look, Method, Tested } from './look.ts';
import { chanceToCross, chanceToKeep } from './monthly-conditions.ts';
import { courseOf } from './monthly-course.ts';
import { countedSince, dayText, levelOf, type MonthSeen, ruleOf, seeMonth, unknownOf } from './monthly-seen.ts';
import { asChance, asPercent } from './reason.ts';
import type { Proof } from './verdict.ts';

/**
 * Limits of card schemes: the ratio and what else must be reached, at the end of the calendar month. The month is the only
 * window, whatever the horizon: what was counted counts for the scheme too. A breach is that it will end beyond the level,
 * or is beyond it already; a clear that it will not.
 */
export const monthly: Method = {
  windows: [1],
  starts: (look) => [seeMonth(look).month.start],
  end: (now) => now,
  // A merchant without a chargeback is well; without a payment, for so long, it is gone.
  isSilent: (look) => {
    const seen = seeMonth(look);
    return seen.hasPace && look.series.every(({ total, older = [] }) => older.length === 0 && total.every(isNone));
  },
  breach: (look, limit) => {
    const [seen, level] = [seeMonth(look), levelOf(look, limit)];
    const unknown = unknownOf(look, seen);
    if (unknown !== undefined) return inconclusive(unknown);
    const probability = chanceToKeep(seen, level, look.alpha);
    return probability <= look.alpha
      ? { proven: true, proof: proofOf(look, seen, level, probability, look.alpha) }
      : inconclusive(doubtOf(look, seen, level, 'keeps', probability, look.alpha));
  },
  clear: (look, limit, _from, chance) => {
    const [seen, level] = [seeMonth(look), levelOf(look, limit)];
    const unknown = unknownOf(look, seen);
    if (unknown !== undefined) return inconclusive(unknown);
    const probability = chanceToCross(seen, level, chance);
    return probability <= chance
      ? { proven: true, proof: proofOf(look, seen, level, probability, chance) }
      : inconclusive(doubtOf(look, seen, level, 'breaks', probability, chance));
  },
  // What came since a recovery was declared is in the month that was proven clear.
  objection: () => undefined,
};

const isNone = (count: number): boolean => count === 0;

const inconclusive = (reason: string): Tested => ({ proven: false, because: 'chance', reason });

const doubtOf = (
  look: Look,
  seen: MonthSeen,
  level: Level,
  what: 'keeps' | 'breaks',
  probability: number,
  alpha: number,
): string => {
  if (!seen.bad.isWhole) return countedSince(look);
  const { leastDays } = evidenceDefaults.month;
  if (!seen.hasPace) return `${dayText(seen)}: what it will end at is told from day ${leastDays + 1} on`;
  const { bad, total } = courseOf(seen, level);
  return (
    `${dayText(seen)}, heading for ${bad} of ${total} (${asPercent(rateOf(bad, total))}, limit ${level.text}): the ` +
    `chance that it ${what} the limit is up to ${asChance(probability)}, a verdict takes ${asChance(alpha)}`
  );
};

const rateOf = (bad: number, total: number): number => (total === 0 ? 0 : bad / total);

const proofOf = (look: Look, seen: MonthSeen, level: Level, probability: number, alpha: number): Proof => {
  const { bad, total, amount, month, now } = seen;
  const { against, amount: metric } = ruleOf(look);
  const { crossesAt, ...projected } = courseOf(seen, level);
  const currency = metric === undefined ? undefined : look.guardrail.metrics[metric]?.weight?.currency;
  return {
    from: month.start,
    to: now,
    bad: bad.count,
    total: total.count,
    // What the month heads for: that is what is tested.
    rate: rateOf(projected.bad, projected.total),
    limit: level.rate,
    limitText: level.text,
    month: {
      end: month.end,
      against,
      projected,
      reached: level.reached ?? {},
      ...(amount === undefined || currency === undefined ? undefined : { amount: { value: amount.value, currency } }),
      ...(crossesAt === undefined ? undefined : { crossesAt }),
    },
    phi: bad.phi,
    probability,
    alpha,
  };
};
