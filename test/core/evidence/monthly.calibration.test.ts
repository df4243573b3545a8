import { describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../../../cli/demo/random.ts';
import { evidenceDefaults } from '../../../shared/core/evidence/constants.ts';
import { chanceToCross, chanceToKeep } from '../../../shared/core/evidence/monthly-conditions.ts';
import type { MonthCount } from '../../../shared/core/evidence/monthly-counts.ts';
import { dailyDispersion, elapsedOf } from '../../../shared/core/evidence/monthly-forecast.ts';
import type { MonthSeen } from '../../../shared/core/evidence/monthly-seen.ts';
import type { Level } from '../../../shared/core/guardrail/guardrail.ts';
import { addMinutes, MINUTES_PER_HOUR, ratio } from '../../../shared/core/units.ts';
import { minuteAt } from './months.ts';

const HOURS = 30 * 24;
const START = minuteAt('2026-11-01');
const MONTHS = 100;

/** Knuth (1969), for means below 700. */
const poisson = (random: Random, mean: number): number => {
  const least = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > least; product *= random.next()) count++;
  return count;
};

/** How the chargebacks of a month come, `mean` of them: hour by hour, once a day, or in clusters of five once a day. */
const courses = {
  'by the hour': (random: Random, mean: number) => () => poisson(random, mean / HOURS),
  'in a batch a day': (random: Random, mean: number) => (hour: number) =>
    hour % 24 === 10 ? poisson(random, mean / 30) : 0,
  'in clusters of five': (random: Random, mean: number) => (hour: number) =>
    hour % 24 === 10 ? 5 * poisson(random, mean / 30 / 5) : 0,
} as const;

interface Told {
  readonly crossed: boolean;
  /** Days of the month that were left when it was told, first. */
  readonly broken?: number;
  readonly clear?: number;
}

/** A month that is looked at twice a day, against `limit` chargebacks; its counts are of hours. */
const monthOf = (limit: number, counts: readonly number[]): Told => {
  const level: Level = {
    severity: 'critical',
    metric: 0,
    direction: 'above',
    rate: ratio(0.015),
    text: '',
    reached: {},
  };
  const { breach, clear } = evidenceDefaults.month;
  const end = counts.reduce((sum, count) => sum + count, 0);
  let told: Omit<Told, 'crossed'> = {};
  let count = 0;
  const days: number[] = [];
  for (let hour = 0; hour < HOURS; hour++) {
    if (hour % 12 === 0 && hour >= 7 * 24) {
      const seen = seenAt(hour, { count, phi: dailyDispersion(days) }, limit / 0.015);
      const left = (HOURS - hour) / 24;
      if (told.broken === undefined && chanceToKeep(seen, level, breach) <= breach) told = { ...told, broken: left };
      if (told.clear === undefined && chanceToCross(seen, level, clear) <= clear) told = { ...told, clear: left };
    }
    count += counts[hour] ?? 0;
    if (hour % 24 === 23) days.push(counts.slice(hour - 23, hour + 1).reduce((sum, one) => sum + one, 0));
  }
  return { ...told, crossed: end >= limit };
};

const seenAt = (hour: number, bad: Pick<MonthCount, 'count' | 'phi'>, payments: number): MonthSeen => {
  const now = addMinutes(START, hour * MINUTES_PER_HOUR);
  const month = { start: START, end: addMinutes(START, HOURS * MINUTES_PER_HOUR) };
  const counted: MonthCount = { ...bad, value: 0, valueSquares: 0, isWhole: true };
  return {
    rule: { timezone: 'UTC', bad: 0, total: 1, against: 'previous-month' },
    month,
    now,
    elapsed: elapsedOf(month.start, now, month.end),
    bad: counted,
    total: { ...counted, count: payments },
    hasPace: true,
  };
};

const monthsOf = (limit: number, course: keyof typeof courses, pace: number): readonly Told[] => {
  const random = seededRandom(20261101 + limit);
  return Array.from({ length: MONTHS }, () => {
    const next = courses[course](random, limit * pace);
    return monthOf(
      limit,
      Array.from({ length: HOURS }, (_, hour) => next(hour)),
    );
  });
};

const limits = [100, 1500];
const names = Object.keys(courses) as (keyof typeof courses)[];
const cells = limits.flatMap((limit) => names.map((course) => [limit, course] as const));

describe('of months whose chargebacks come at one pace', () => {
  it('hardly any is called broken and ends below, or called clear and ends beyond', () => {
    const months = cells.flatMap(([limit, course]) => [0.9, 1, 1.1].flatMap((pace) => monthsOf(limit, course, pace)));
    const kept = months.filter(({ crossed }) => !crossed);
    const crossed = months.filter((month) => month.crossed);
    expect(Math.min(kept.length, crossed.length)).toBeGreaterThan(300);
    // Near the limit, looked at each day: the promise is about all months, most of which end far from it.
    const wrong = (told: readonly Told[], what: 'broken' | 'clear') =>
      told.filter((month) => month[what] !== undefined).length / months.length;
    expect(wrong(kept, 'broken')).toBeLessThan(0.02);
    expect(wrong(crossed, 'clear')).toBeLessThan(0.02);
  });

  it.each(cells)('a third beyond %d, %s, all are told, half of them two weeks before the end', (limit, course) => {
    const left = monthsOf(limit, course, 4 / 3)
      .filter(({ crossed }) => crossed)
      .map(({ broken }) => broken ?? 0)
      .sort((one, other) => one - other);
    expect(left[0]).toBeGreaterThan(0);
    expect(left[left.length >> 1]).toBeGreaterThanOrEqual(limit === 100 && course === 'in clusters of five' ? 9 : 14);
  });
});
