import { describe, expect, it } from 'vitest';
import { evidenceDefaults } from '../../shared/core/evidence/constants.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import {
  addMinutes,
  type EpochMinute,
  epochMinute,
  epochMs,
  hourOf,
  minuteOf,
  MINUTES_PER_DAY,
} from '../../shared/core/units.ts';
import type { PastWeek } from '../../shared/core/rollup/series.ts';
import { aGuardrail } from '../support/builders.ts';
import { aPast, eventsIn, eventsOf, groupsOf, idOf, type Past, seriesOf, toldFrom, without } from './known-past.ts';

const minute = (text: string): EpochMinute => minuteOf(epochMs(Date.parse(text)));
const WEEK = 7 * MINUTES_PER_DAY;
const { margin } = evidenceDefaults.baseline;

/** Nothing changes its clocks between it and the four weeks before. */
const now = minute('2026-03-18T09:25:00Z');
const from = minute('2026-03-18T08:00:00Z');

const against = (weeks: number, timezone = 'UTC'): Guardrail => ({
  ...aGuardrail({ id: 'relative' }),
  baseline: { weeks, timezone },
});

const weeksOf = async (guardrail: Guardrail, past: Past, at = now): Promise<readonly PastWeek[]> =>
  seriesOf(await past.count([guardrail], at), guardrail).weeks ?? [];

describe('past weeks', () => {
  it('are told with what they had around this clock time, moved to now, the latest first', async () => {
    const weeks = await weeksOf(against(4), aPast());
    expect(weeks.map(({ ago }) => ago)).toEqual([1, 2, 3, 4]);
    for (const { ago, total, bad, from: start, knownFrom, older } of weeks) {
      // The margin before the first minute, from the hour on in which it begins.
      expect(start).toBe(addMinutes(from, -60));
      expect(total).toHaveLength(now + margin - start);
      expect([...total]).toEqual(Array.from(total, (_, index) => eventsOf(start - ago * WEEK + index)));
      expect(bad[0]).toBe(1);
      expect(knownFrom).toBe(hourOf(addMinutes(now, -MINUTES_PER_DAY)));
      expect(older?.[0]?.from).toBe(knownFrom);
      expect(toldFrom({ total, older: older ?? [] })).toBe(
        eventsIn({ from: addMinutes(knownFrom, -ago * WEEK), to: addMinutes(now, margin - ago * WEEK) }),
      );
    }
  });

  it('are none without a baseline, and nothing of them is read', async () => {
    const past = aPast();
    const plain = aGuardrail();
    expect(seriesOf(await past.count([plain], now), plain).weeks).toBeUndefined();
    expect(past.reads.filter((read) => read.from < now - 2 * MINUTES_PER_DAY)).toEqual([]);
  });

  it('are none, rather than not asked for, where none is known', async () => {
    expect(
      await weeksOf(
        against(2),
        aPast((unit) => unit === 'minute'),
      ),
    ).toEqual([]);
  });

  it.each([
    ['the first of the margin', from - 60],
    ['one in the middle', now - 30],
    ['the last of the margin', now + margin - 1],
  ])('are left out with a minute that is not known: %s', async (_, unknown) => {
    const past = aPast((unit, start) => unit === 'minute' && start === unknown - 2 * WEEK);
    expect((await weeksOf(against(4), past)).map(({ ago }) => ago)).toEqual([1, 3, 4]);
  });

  it('stay where a minute outside of that is not known', async () => {
    const beside = new Set([from - 61, now + margin].map((each) => each - 2 * WEEK));
    const past = aPast((unit, start) => unit === 'minute' && beside.has(start));
    expect(await weeksOf(against(4), past)).toHaveLength(4);
  });

  it('are left out where one part does not know all of their minutes, for all of their groups', async () => {
    const guardrail = { ...aGuardrail({ by: ['bank'] }), baseline: { weeks: 3, timezone: 'UTC' } };
    const past = aPast((unit, start, { by }) => by === 'bank' && unit === 'minute' && start === now - WEEK);
    const counted = await past.count([guardrail], now);
    for (const group of ['', 'bank=icbc'])
      expect(seriesOf(counted, guardrail, group).weeks?.map(({ ago }) => ago)).toEqual([2, 3]);
  });

  it('name a group that had events only then, with none now', async () => {
    const guardrail = { ...aGuardrail({ by: ['bank'] }), baseline: { weeks: 3, timezone: 'UTC' } };
    const past = aPast((unit, start, { by }) => by === 'bank' && start > now - WEEK / 2);
    const { total, weeks } = seriesOf(await past.count([guardrail], now), guardrail, 'bank=icbc');
    expect([...total].every((count) => count === 0)).toBe(true);
    expect(weeks).toHaveLength(3);
  });

  it('are known back to an hour that is missing', async () => {
    const hole = hourOf(addMinutes(now, -WEEK - 300));
    const [last, before] = await weeksOf(against(2), aPast(without(hole)));
    expect(last?.knownFrom).toBe(hole + WEEK + 60);
    expect(before?.knownFrom).toBe(hourOf(addMinutes(now, -MINUTES_PER_DAY)));
  });

  it('are left out where the cursor has not passed them', async () => {
    const past = aPast(() => false, now + margin - WEEK - 1);
    expect((await weeksOf(against(3), past)).map(({ ago }) => ago)).toEqual([2, 3]);
    expect(past.reads.some((read) => read.from > now - 2 * WEEK + margin && read.to < now - 2 * MINUTES_PER_DAY)).toBe(
      false,
    );
  });

  it('are read once for all that count the same, and their hours with theirs', async () => {
    const past = aPast();
    const alone = against(4);
    await past.count([alone, { ...against(2), id: 'other' }, aGuardrail({ id: 'plain' })], now);
    const part = `${idOf(alone)} `;
    expect(past.reads.every((read) => read.part === part)).toBe(true);
    const ranges = (unit: string) =>
      past.reads.filter((read) => read.unit === unit).map((read) => [read.from - now, read.to - now]);
    const [first, oldest] = [from - now - 60, hourOf(addMinutes(now, -MINUTES_PER_DAY)) - now];
    expect(ranges('minute')).toEqual([
      ...[4, 3, 2, 1].map((ago) => [first - ago * WEEK, margin - ago * WEEK]),
      [from - now, 0],
    ]);
    expect(ranges('hour')).toEqual([
      ...[4, 3, 2, 1].map((ago) => [oldest - ago * WEEK, first - ago * WEEK]),
      [oldest, from - now],
    ]);
  });
});

/** A tick on a Monday at 09:25 of the zone, after its clocks were changed on the Sunday. */
const changes = new Map<string, { timezone: string; at: EpochMinute; shift: number }>([
  ['169 hours back in autumn', { timezone: 'Europe/Berlin', at: minute('2026-10-26T08:25:00Z'), shift: 169 * 60 }],
  ['167 hours back in spring', { timezone: 'Europe/Berlin', at: minute('2026-03-30T07:25:00Z'), shift: 167 * 60 }],
  [
    '168 hours and a half back where clocks move by half an hour',
    { timezone: 'Australia/Lord_Howe', at: minute('2026-04-05T22:55:00Z'), shift: 168 * 60 + 30 },
  ],
]);

describe.each([...changes])('a week ago at this clock time, %s', (_, { timezone, at, shift }) => {
  it('is told by its own hours and minutes, each once', async () => {
    const [week] = await weeksOf(against(1, timezone), aPast(), at);
    if (week === undefined) throw new Error('no week');
    const { from: start, total, knownFrom } = week;
    expect((start - shift) % 60).toBe(0);
    expect(start).toBeLessThanOrEqual(hourOf(addMinutes(at, -60)) - margin);
    expect(total).toHaveLength(at + margin - start);
    expect([...total]).toEqual(Array.from(total, (__, index) => eventsOf(start - shift + index)));
    expect(knownFrom).toBe(hourOf(addMinutes(hourOf(addMinutes(at, -MINUTES_PER_DAY)), -shift)) + shift);
    expect(toldFrom(week)).toBe(eventsIn({ from: epochMinute(knownFrom - shift), to: addMinutes(at, margin - shift) }));
  });
});

it('a guardrail that is new has no weeks yet, and is counted all the same', async () => {
  const guardrail = against(4);
  const counted = await aPast((_, start) => start < now - MINUTES_PER_DAY).count([guardrail], now);
  expect(groupsOf(counted, guardrail.id).size).toBe(1);
  const series = seriesOf(counted, guardrail);
  expect(series.weeks).toEqual([]);
  expect(toldFrom(series)).toBe(eventsIn({ from: series.knownFrom ?? now, to: now }));
});
