import { describe, expect, it } from 'vitest';
import { judge } from '../../../shared/core/evidence/judge.ts';
import { countMonth } from '../../../shared/core/evidence/monthly-counts.ts';
import type { Proof } from '../../../shared/core/evidence/verdict.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { addMinutes, epochMinute } from '../../../shared/core/units.ts';
import { allDay, aMonthly, aMonthLook, minuteAt, type Told } from './months.ts';

const seenAt = (guardrail: Guardrail, now: string, told: Told): Proof => {
  const verdict = judge(aMonthLook(guardrail, minuteAt(now), told));
  if (verdict.kind !== 'breach' && verdict.kind !== 'clear') throw new Error(`no proof: ${JSON.stringify(verdict)}`);
  return verdict.proof;
};

describe('a calendar', () => {
  const limit = { critical: { ratio: '1.5%', count: 100 }, against: 'previous-month' } as const;
  const stretch = (timezone: string, now: string): readonly [from: string, end: string] => {
    const { from, month } = seenAt(aMonthly({ ...limit, timezone }), now, { total: allDay(200) });
    const text = (minute: number) => new Date(minute * 60_000).toISOString().slice(0, 16);
    return [text(from), text(month?.end ?? epochMinute(0))];
  };

  it.each([
    ['UTC', '2026-02-20T00:00Z', '2026-02-01T00:00', '2026-03-01T00:00'],
    ['UTC', '2028-02-29T12:00Z', '2028-02-01T00:00', '2028-03-01T00:00'],
    ['Asia/Shanghai', '2026-11-30T15:59Z', '2026-10-31T16:00', '2026-11-30T16:00'],
    ['America/New_York', '2026-11-20T00:00Z', '2026-11-01T04:00', '2026-12-01T05:00'],
    ['Europe/Berlin', '2026-03-30T00:00Z', '2026-02-28T23:00', '2026-03-31T22:00'],
  ])('of %s at %s has a month from %s to %s', (timezone, now, from, end) => {
    expect(stretch(timezone, now)).toEqual([from, end]);
  });

  it('counts to each month what came in it, by the clocks of the rule', () => {
    // In Shanghai it is November at 16:00 UTC.
    const last = minuteAt('2026-10-31T15:00Z');
    const seen = (hour: number) =>
      seenAt(aMonthly({ ...limit, timezone: 'Asia/Shanghai' }), '2026-11-20T00:00Z', {
        bad: (at) => (at === hour ? 3 : 0),
        total: (at) => (at === hour ? 500 : 0) + (at < last ? 1 : 0),
      });
    // October is 31 days of 24 hours, and the last of them has 500 more.
    expect(seen(last)).toMatchObject({ bad: 0, total: 743 + 500 });
    expect(seen(last + 60)).toMatchObject({ bad: 3, total: 743 });
  });
});

describe('the minutes of a series', () => {
  const start = minuteAt('2026-11-01');
  const month = { start, end: minuteAt('2026-12-01') };
  const series = { from: addMinutes(start, -2), bad: new Float64Array(5), total: Float64Array.of(1, 2, 4, 8, 16) };

  it('belong to the month that they lie in', () => {
    const october = { start: minuteAt('2026-10-01'), end: start };
    const now = addMinutes(start, 3);
    expect([october, month].map((each) => countMonth(series, each, now).count)).toEqual([3, 28]);
    expect(countMonth(series, month, addMinutes(start, 2)).count).toBe(12);
  });

  it('are all that is known where nothing is said of hours', () => {
    expect(countMonth(series, month, addMinutes(start, 3)).isWhole).toBe(true);
    expect(countMonth({ ...series, from: addMinutes(start, 1) }, month, addMinutes(start, 3)).isWhole).toBe(false);
  });
});
