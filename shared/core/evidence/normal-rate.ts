import type { Limit } from '../guardrail/guardrail.ts';
import { ratio } from '../units.ts';
import { baselineOf, weeksWorth } from './baseline.ts';
import { chanceOfAtLeastGiven, chanceOfAtMostGiven, type PastCounts } from './estimated-rate.ts';
import type { Look } from './look.ts';
import { medianOf, spreadOf } from './median.ts';
import { asPercent } from './reason.ts';
import { deflated, type SizeOf, type TestableLimit } from './test-limit.ts';
import { shareOf, type Window } from './window.ts';

/** A limit in the unit of what is counted, or why it is not known what it would be. */
export type Resolved =
  | { readonly known: true; readonly limit: TestableLimit }
  | { readonly known: false; readonly reason: string };

/** The multiple of the median of past weeks' rates that a limit stands for, over a window. */
export const resolveRate = (look: Look, limit: Limit, window: Window, sizeOf: SizeOf): Resolved => {
  const baseline = baselineOf(look, limit, window);
  if (!baseline.known) return baseline;
  const weeks = baseline.weeks.map((past) => past.window);
  // On the bad side: windows are turned for `below`.
  const bad = medianOf(weeks.map(shareOf));
  const normal = limit.direction === 'above' ? bad : 1 - bad;
  const rate = normal * limit.rate;
  if (!(rate < 1)) {
    const reason = `${limit.text} would be ${asPercent(rate)}, as ${asPercent(normal)} are normal: nothing can break that`;
    return { known: false, reason };
  }
  const past = pastCounts(weeks, bad, sizeOf);
  const limitOf = (share: number): number =>
    limit.direction === 'above' ? share * limit.rate : 1 - (1 - share) * limit.rate;
  return {
    known: true,
    limit: {
      ...limit,
      rate: ratio(rate),
      shown: `${asPercent(rate)} (${limit.text})`,
      normal: { rate: normal, limit: rate, weeks: weeks.length },
      atLeast: (count, total) => chanceOfAtLeastGiven(count, total, past, limitOf),
      atMost: (count, total) => chanceOfAtMostGiven(count, total, past, limitOf),
    },
  };
};

/** As many events of that rate as the median of the weeks is worth, deflated as each week varies and as they differ. */
const pastCounts = (weeks: readonly Window[], rate: number, sizeOf: SizeOf): PastCounts => {
  const each = weeks.length / weeks.reduce((sum, week) => sum + 1 / deflated(week, sizeOf).total, 0);
  const byChance = (rate * (1 - rate)) / each;
  const excess = byChance > 0 ? Math.max(1, spreadOf(weeks.map(shareOf)) ** 2 / byChance) : 1;
  const total = (weeksWorth(weeks.length) * each) / excess;
  return { bad: rate * total, total };
};
