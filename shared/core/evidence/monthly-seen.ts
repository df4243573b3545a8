import type { Level, Limit, Month } from '../guardrail/guardrail.ts';
import { localTime } from '../local-time.ts';
import { addMinutes, type EpochMinute, MINUTES_PER_DAY, startOf } from '../units.ts';
import { evidenceDefaults } from './constants.ts';
import { type Look, seriesFor } from './look.ts';
import { countMonth, type MonthCount } from './monthly-counts.ts';
import { type Elapsed, elapsedOf } from './monthly-forecast.ts';
import { type CalendarMonth, monthAt } from './reach.ts';

/** What is known of a month at one look: its own bad events, and the others of it or of the month before. */
export interface MonthSeen {
  readonly rule: Month;
  readonly month: CalendarMonth;
  readonly now: EpochMinute;
  readonly elapsed: Elapsed;
  readonly bad: MonthCount;
  readonly total: MonthCount;
  readonly exempt?: MonthCount;
  readonly amount?: MonthCount;
  /** Whether enough of the month is over, and all of that is known, so that it tells a pace. */
  readonly hasPace: boolean;
}

export const ruleOf = ({ guardrail }: Look): Month => {
  if (guardrail.month === undefined) throw new RangeError(`guardrail ${guardrail.id}: expected a month, got none`);
  return guardrail.month;
};

// Each level asks twice about the same look, and a month has sixty days and their hours to add up.
const known = new WeakMap<Look, MonthSeen>();

export const seeMonth = (look: Look): MonthSeen => {
  const before = known.get(look);
  if (before !== undefined) return before;
  const seen = readMonth(look);
  known.set(look, seen);
  return seen;
};

const readMonth = (look: Look): MonthSeen => {
  const { now } = look;
  const rule = ruleOf(look);
  const month = monthAt(now, rule.timezone);
  const against = rule.against === 'this-month' ? month : monthAt(now, rule.timezone, -1);
  const count = (metric: number, of: CalendarMonth): MonthCount => countMonth(seriesFor(look, { metric }), of, now);
  const elapsed = elapsedOf(month.start, now, month.end);
  const bad = count(rule.bad, month);
  return {
    rule,
    month,
    now,
    elapsed,
    bad,
    total: count(rule.total, against),
    ...(rule.exempt === undefined ? undefined : { exempt: count(rule.exempt.metric, against) }),
    ...(rule.amount === undefined ? undefined : { amount: count(rule.amount, month) }),
    hasPace: bad.isWhole && elapsed.days >= evidenceDefaults.month.leastDays,
  };
};

/** The level that a limit is of: what must be reached beside its ratio is not in the limit. */
export const levelOf = ({ guardrail }: Look, limit: Limit): Level => {
  const level = guardrail.levels.find((one) => one === limit) ?? guardrail.levels.at(-1);
  if (level === undefined) throw new RangeError(`guardrail ${guardrail.id}: expected a level, got none`);
  return level;
};

/** Why nothing can be said about the month, or undefined. */
export const unknownOf = (look: Look, { rule, bad, total }: MonthSeen): string | undefined => {
  if (rule.against === 'previous-month')
    return total.isWhole ? undefined : `the month before is not wholly known: ${countedSince(look)}`;
  return bad.isWhole && total.isWhole ? undefined : countedSince(look);
};

/** `counted since 2026-11-12 09:00 only`, as the clocks of the rule show it. */
export const countedSince = (look: Look): string => {
  const { timezone } = ruleOf(look);
  const since = Math.max(...look.series.map(({ from, knownFrom }) => knownFrom ?? from));
  const local = new Date(localTime(startOf(addMinutes(look.now, since - look.now)), timezone) ?? 0).toISOString();
  return `counted since ${local.slice(0, 10)} ${local.slice(11, 16)} only`;
};

/** `day 9 of 30`. */
export const dayText = ({ month, elapsed }: MonthSeen): string =>
  `day ${Math.floor(elapsed.days) + 1} of ${Math.round((month.end - month.start) / MINUTES_PER_DAY)}`;
