import type { Level } from '../guardrail/guardrail.ts';
import { addMinutes, type EpochMinute } from '../units.ts';
import { neededFor } from './monthly-conditions.ts';
import type { MonthSeen } from './monthly-seen.ts';

/** Where a month heads for at the pace of its days so far, in a straight line; before there is a pace, what came so far. */
export interface Course {
  readonly bad: number;
  readonly total: number;
  readonly amount?: number;
  /** When the last condition of a level is met; now, if that is past: nobody took the minute down. */
  readonly crossesAt?: EpochMinute;
}

export const courseOf = (seen: MonthSeen, level: Level): Course => {
  const { bad, total, amount, month, now, rule, hasPace } = seen;
  const stretch = hasPace ? (month.end - month.start) / (now - month.start) : 1;
  const crossesAt = crossing(seen, level, stretch);
  return {
    bad: Math.round(bad.count * stretch),
    total: rule.against === 'this-month' ? Math.round(total.count * stretch) : total.count,
    ...(amount === undefined ? undefined : { amount: Math.round(amount.value * stretch) }),
    ...(crossesAt === undefined ? undefined : { crossesAt }),
  };
};

const crossing = (seen: MonthSeen, level: Level, stretch: number): EpochMinute | undefined => {
  const { bad, total, amount, exempt, month, now, rule } = seen;
  const { count = 1, amount: least = 0, total: others = 0 } = level.reached ?? {};
  if (total.count === 0) return undefined;
  if (rule.exempt !== undefined && (exempt?.count ?? 0) / total.count >= rule.exempt.share) return undefined;
  const isOfMonth = rule.against === 'this-month';
  // Bad events and the others both grow: of the same month their ratio is as it is.
  if (isOfMonth && bad.count < neededFor(level, total.count)) return undefined;
  const waits = [
    wait(bad.count, isOfMonth ? count : Math.max(count, neededFor(level, total.count))),
    wait(amount?.value ?? 0, least),
    isOfMonth || total.count >= others ? wait(total.count, others) : Number.POSITIVE_INFINITY,
  ];
  // As shares of what is over of the month.
  const longest = Math.max(...waits);
  if (longest === 0) return now;
  const at = addMinutes(now, Math.ceil(longest * (now - month.start)));
  return stretch > 1 && at < month.end ? at : undefined;
};

/** How many times as long as it took so far it takes from now on. */
const wait = (soFar: number, needed: number): number =>
  soFar >= needed ? 0 : soFar === 0 ? Number.POSITIVE_INFINITY : (needed - soFar) / soFar;
