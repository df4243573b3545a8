import { describe, expect, it } from 'vitest';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { advance } from '../../../shared/core/incident/advance.ts';
import { notice } from '../../../shared/core/incident/notice.ts';
import { observe } from '../../../shared/core/incident/observe.ts';
import { newState } from '../../../shared/core/incident/state.ts';
import { type GroupedSeries, type GroupKey, WHOLE } from '../../../shared/core/rollup/series.ts';
import { addMinutes, type EpochMinute, MINUTES_PER_HOUR, startOf } from '../../../shared/core/units.ts';
import { aProof } from '../../support/proofs.ts';
import { allDay, aMonthly, aMonthLook, atTen, type Hourly, minuteAt, type Told } from './months.ts';

const december = minuteAt('2026-12-01');
const inNovember =
  (hourly: Hourly, after: Hourly = () => 0): Hourly =>
  (hour) =>
    hour < december ? hourly(hour) : after(hour);

/** Ticks a guardrail every six hours, and says what was told when; a group that had no events is in no counts. */
const told = (guardrail: Guardrail, from: string, to: string, groups: ReadonlyMap<GroupKey, Told>): string[] => {
  let state = newState(guardrail.id);
  const lines: string[] = [];
  for (let now = minuteAt(from); now <= minuteAt(to); now = addMinutes(now, 6 * MINUTES_PER_HOUR)) {
    const counts = countsAt(guardrail, now, groups);
    const noticed = notice(state, counts, guardrail, now);
    const observations = observe({ guardrail, counts, state: noticed, now });
    const step = advance({ state: noticed, guardrail, observations, tick: startOf(now) });
    const { notification } = step;
    if (notification !== undefined && notification.reason !== 'reminder') {
      const day = new Date(startOf(now)).toISOString().slice(5, 10);
      const members = notification.members.map(({ group }) => group).join(', ');
      lines.push(`${day} ${notification.reason} ${notification.severity} ${members}`.trim());
    }
    state = { ...step.state, outbox: [] };
  }
  return lines;
};

const countsAt = (guardrail: Guardrail, now: EpochMinute, groups: ReadonlyMap<GroupKey, Told>): GroupedSeries =>
  new Map(
    [...groups].flatMap(([group, events]) => {
      const { series } = aMonthLook(guardrail, now, events);
      return group === WHOLE || series.some(({ older = [] }) => older.length > 0) ? [[group, series]] : [];
    }),
  );

const levels = { warning: { ratio: '1.5%', count: 100 }, critical: { ratio: '3%', count: 300 } };
const rule = aMonthly({ by: ['merchant'], against: 'previous-month', ...levels });
const others = { total: allDay(20_000) };

describe('the incident of a month', () => {
  it('names the merchant, and stays open into the next month until that is proven to keep the limit', () => {
    const groups = new Map<GroupKey, Told>([
      [WHOLE, others],
      ['merchant=tea-house', { bad: inNovember(atTen(6), atTen(1)), total: allDay(200) }],
    ]);
    expect(told(rule, '2026-11-05T00:00Z', '2026-12-20T00:00Z', groups)).toEqual([
      '11-08 opened warning merchant=tea-house',
      expect.stringMatching(/^12-08 resolved warning/),
    ]);
  });

  it('goes on where the next month is no better, and is told when it is worse', () => {
    const groups = new Map<GroupKey, Told>([
      [WHOLE, others],
      ['merchant=tea-house', { bad: inNovember(atTen(6), atTen(20)), total: allDay(200) }],
    ]);
    expect(told(rule, '2026-11-05T00:00Z', '2026-12-20T00:00Z', groups)).toEqual([
      '11-08 opened warning merchant=tea-house',
      '12-08 escalated critical merchant=tea-house',
    ]);
  });

  it('ends when the merchant is gone for a week of the next month, which is no recovery', () => {
    const groups = new Map<GroupKey, Told>([
      [WHOLE, others],
      ['merchant=tea-house', { bad: inNovember(atTen(6)), total: inNovember(allDay(200)) }],
    ]);
    const ofThisMonth = aMonthly({ by: ['merchant'], ...levels });
    expect(told(ofThisMonth, '2026-11-05T00:00Z', '2026-12-12T00:00Z', groups)).toEqual([
      expect.stringMatching(/^11-(08|09) opened warning merchant=tea-house/),
      expect.stringMatching(/^12-08 stale warning merchant=tea-house/),
      expect.stringMatching(/^12-09 closed warning/),
    ]);
  });

  it('does not take a batch that is over for events that have stopped', () => {
    const now = minuteAt('2026-11-20T10:59Z');
    const from = addMinutes(now, -59);
    const batch = Float64Array.from({ length: 59 }, (_, minute) => (minute < 10 ? 30 : 0));
    const { series } = aMonthLook(rule, now, { bad: atTen(6), total: allDay(200) });
    const withBatch = series.map((each) => ({ ...each, from, bad: new Float64Array(59), total: batch }));
    const member = { status: 'firing', severity: 'warning', since: from, peak: aProof() } as const;
    const state = { ...newState(rule.id), members: new Map([[WHOLE, member]]) };
    const seen = observe({ guardrail: rule, counts: new Map([[WHOLE, withBatch]]), state, now }).get(WHOLE);
    expect(seen?.verdict.kind).toBe('breach');
  });

  it('opens no incident for many merchants that keep the limit', () => {
    const groups = new Map<GroupKey, Told>([[WHOLE, others]]);
    for (let merchant = 0; merchant < 12; merchant++)
      groups.set(`merchant=m${merchant}`, { bad: atTen(merchant % 3), total: allDay(150) });
    expect(told(rule, '2026-11-07T00:00Z', '2026-11-12T00:00Z', groups)).toEqual([]);
  });
});
