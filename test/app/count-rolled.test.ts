import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthAt, reachOf } from '../../shared/core/evidence/reach.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import {
  addMinutes,
  dayOf,
  type EpochMinute,
  epochMs,
  hourOf,
  minuteOf,
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
} from '../../shared/core/units.ts';
import { aGuardrail } from '../support/builders.ts';
import { aPast, eventsIn, groupsOf, idOf, seriesOf, toldFrom, without } from './known-past.ts';

const minute = (text: string): EpochMinute => minuteOf(epochMs(Date.parse(text)));
/** Wednesday, three weeks into a month. */
const now = minute('2026-03-18T09:25:00Z');
const daysAgo = (days: number): EpochMinute => addMinutes(now, -days * MINUTES_PER_DAY);

const plain = aGuardrail();
/** A guardrail whose levels look back for these minutes. */
const burning = (...windows: readonly (readonly [longMinutes: number, shortMinutes: number])[]): Guardrail => ({
  ...plain,
  id: 'burning',
  levels: plain.levels.flatMap((level) =>
    windows.map(([longMinutes, shortMinutes]) => ({ ...level, burn: { factor: 1, longMinutes, shortMinutes } })),
  ),
});
const monthly = (timezone: string, against: 'this-month' | 'previous-month' = 'this-month'): Guardrail => ({
  ...plain,
  id: 'monthly',
  kind: 'monthly',
  month: { timezone, against, bad: 0, total: 0 },
});
const week = burning([7 * MINUTES_PER_DAY, 14 * MINUTES_PER_HOUR]);

/** How long the stretches are that a guardrail is told, oldest first, in hours. */
const lengths = async (guardrail: Guardrail, past = aPast(), at = now): Promise<readonly number[]> =>
  (seriesOf(await past.count([guardrail], at), guardrail).older ?? []).map(
    ({ from, to }) => (to - from) / MINUTES_PER_HOUR,
  );

describe('what lies before the minutes', () => {
  it('is a day of hours for a guardrail that does not ask for more', async () => {
    expect(await lengths(plain)).toEqual(Array.from({ length: 23 }, () => 1));
  });

  it('is hours for three days back, which is what the usual burn rates look at', async () => {
    const past = aPast();
    expect(await lengths(burning([3 * MINUTES_PER_DAY, 360]), past)).toEqual(Array.from({ length: 71 }, () => 1));
    expect(past.reads.map(({ unit }) => unit)).toEqual(['minute', 'hour']);
  });

  it('is days for longer, with hours where a window begins', async () => {
    // From 09:00 to midnight, five days, and the day in which the last 24 hours begin, with the hours of today.
    expect(await lengths(week)).toEqual([
      ...Array.from({ length: 15 }, () => 1),
      ...Array.from({ length: 5 }, () => 24),
      ...Array.from({ length: 32 }, () => 1),
    ]);
  });

  it('is a month from its first hour on, which in Shanghai is 16:00 UTC', async () => {
    const guardrail = monthly('Asia/Shanghai');
    const series = seriesOf(await aPast().count([guardrail], now), guardrail);
    expect(series.knownFrom).toBe(minute('2026-02-28T16:00:00Z'));
    expect(toldFrom(series)).toBe(eventsIn({ from: minute('2026-02-28T16:00:00Z'), to: now }));
    expect((await lengths(guardrail)).slice(0, 9)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 24]);
  });

  it('is both months apart where bad events are held against the one before', async () => {
    const guardrail = monthly('Asia/Shanghai', 'previous-month');
    const series = seriesOf(await aPast().count([guardrail], now), guardrail);
    const { start } = monthAt(now, 'Asia/Shanghai');
    expect(series.knownFrom).toBe(minute('2026-01-31T16:00:00Z'));
    expect(toldFrom(series, start)).toBe(eventsIn({ from: start, to: now }));
    expect(toldFrom(series)).toBe(eventsIn({ from: minute('2026-01-31T16:00:00Z'), to: now }));
  });

  it('is nothing of the hour before a month that has just begun', async () => {
    const guardrail = monthly('UTC');
    const series = seriesOf(await aPast().count([guardrail], minute('2026-03-01T00:07:00Z')), guardrail);
    expect(series).toMatchObject({ from: minute('2026-02-28T23:00:00Z'), knownFrom: minute('2026-02-28T23:00:00Z') });
    expect(series.older).toBeUndefined();
  });

  it.each(['00:00', '00:30', '01:30'])('is in hours for the last 24, at %s too', async (time) => {
    const at = minute(`2026-03-18T${time}:00Z`);
    const day = hourOf(addMinutes(at, -MINUTES_PER_DAY));
    for (const guardrail of [monthly('UTC'), week]) {
      const { older = [], from } = seriesOf(await aPast().count([guardrail], at), guardrail);
      const hours = older.filter((bucket) => bucket.from >= day);
      expect(hours.map(({ from: start, to }) => to - start)).toEqual(
        Array.from({ length: (from - day) / 60 }, () => 60),
      );
    }
  });

  it('is in hours for a day that is not summed up yet, and reads those of no other', async () => {
    const guardrail = monthly('UTC');
    const day = dayOf(daysAgo(5));
    const past = aPast((unit, start) => unit === 'day' && start === day);
    const series = seriesOf(await past.count([guardrail], now), guardrail);
    expect(series.knownFrom).toBe(minute('2026-03-01T00:00:00Z'));
    expect(toldFrom(series)).toBe(eventsIn({ from: minute('2026-03-01T00:00:00Z'), to: now }));
    const hours = past.reads.filter(({ unit }) => unit === 'hour');
    expect(hours.map(({ from, to }) => [from, to])).toEqual([
      [dayOf(daysAgo(1)), hourOf(addMinutes(now, -60))],
      [day, addMinutes(day, MINUTES_PER_DAY)],
    ]);
  });

  it('ends at an hour that is not known, and asks once for the hours of that day', async () => {
    const guardrail = monthly('UTC');
    const hole = hourOf(daysAgo(9));
    const past = aPast(without(hole, hourOf(daysAgo(12))));
    const series = seriesOf(await past.count([guardrail], now), guardrail);
    expect(series.knownFrom).toBe(addMinutes(hole, 60));
    expect(toldFrom(series)).toBe(eventsIn({ from: addMinutes(hole, 60), to: now }));
    expect(past.reads.filter(({ unit }) => unit === 'hour')).toHaveLength(2);
  });

  it('ends at what one of its parts does not know, for all of its groups', async () => {
    const guardrail = aGuardrail({ by: ['bank'] });
    const hole = hourOf(addMinutes(now, -300));
    const past = aPast((unit, start, { by }) => by === 'bank' && without(hole)(unit, start, { id: '', by }));
    const counted = await past.count([guardrail], now);
    for (const group of ['', 'bank=icbc']) {
      const series = seriesOf(counted, guardrail, group);
      expect(series.knownFrom).toBe(addMinutes(hole, 60));
      expect(series.older?.map(({ from }) => from)).toEqual([1, 2, 3].map((hours) => addMinutes(hole, 60 * hours)));
    }
  });

  it('is told from the first minute on where nothing before it is known', async () => {
    const series = seriesOf(await aPast(without(hourOf(addMinutes(now, -120)))).count([plain], now), plain);
    expect(series).toMatchObject({ from: hourOf(addMinutes(now, -60)), knownFrom: hourOf(addMinutes(now, -60)) });
    expect(series.older).toBeUndefined();
  });
});

describe('whatever the windows and the holes', () => {
  const windows = fc.tuple(fc.integer({ min: 60, max: 30 * MINUTES_PER_DAY }), fc.integer({ min: 5, max: 3_000 }));
  const guardrails = fc.oneof(
    fc.array(windows, { minLength: 1, maxLength: 3 }).map((each) => burning(...each)),
    fc
      .tuple(
        fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York'),
        fc.constantFrom('this-month' as const, 'previous-month' as const),
      )
      .map(([timezone, against]) => monthly(timezone, against)),
  );
  const offset = fc.nat(3 * MINUTES_PER_DAY);
  const holes = fc.array(fc.integer({ min: 120, max: 70 * MINUTES_PER_DAY }), { maxLength: 2 });

  it('every minute from where it is known on is told once, and none before', async () => {
    let inDays = 0;
    await fc.assert(
      fc.asyncProperty(guardrails, offset, holes, holes, async (guardrail, late, unknownHours, unknownDays) => {
        const at = addMinutes(now, late);
        const unknown = unknownHours.map((ago) => addMinutes(at, -ago));
        const unsummed = new Set(unknownDays.map((ago) => dayOf(addMinutes(at, -ago))));
        const past = aPast((...args) => without(...unknown)(...args) || (args[0] === 'day' && unsummed.has(args[1])));
        const series = seriesOf(await past.count([guardrail], at), guardrail);

        const { oldest } = reachOf(guardrail, at);
        const gaps = unknown.map((hole) => addMinutes(hourOf(hole), 60)).filter((end) => end <= series.from);
        const from = Math.min(series.from, Math.max(oldest, ...gaps));
        expect(series.knownFrom).toBe(from);
        expect(toldFrom(series)).toBe(eventsIn({ from: addMinutes(at, from - at), to: at }));
        const older = series.older ?? [];
        if (older.some(({ from: start, to }) => to - start > 60)) inDays++;

        // Each window can be cut out of it.
        const burns = guardrail.levels.flatMap(({ burn }) => (burn ? [burn.longMinutes, burn.shortMinutes] : []));
        const starts = [240, 1440, ...burns].map((length) => hourOf(addMinutes(at, -length)));
        const month = guardrail.month && monthAt(at, guardrail.month.timezone).start;
        for (const start of [...starts, month ?? at].filter((each) => each >= from && each < series.from))
          expect(toldFrom(series, start)).toBe(eventsIn({ from: start, to: at }));
      }),
    );
    expect(inDays).toBeGreaterThan(20);
  });
});

describe('guardrails that count the same', () => {
  it('are read once, as far back as the one that looks back furthest', async () => {
    const past = aPast();
    const burningToo = burning([3 * MINUTES_PER_DAY, 360]);
    const counted = await past.count([plain, burningToo, { ...plain, id: 'again' }], now);
    expect(past.reads).toEqual([
      { part: `${idOf(plain)} `, unit: 'minute', from: hourOf(addMinutes(now, -60)), to: now },
      { part: `${idOf(plain)} `, unit: 'hour', from: hourOf(daysAgo(3)), to: hourOf(addMinutes(now, -60)) },
    ]);
    // As far as each asks for, whoever else asks for more.
    expect(seriesOf(counted, plain).knownFrom).toBe(hourOf(daysAgo(1)));
    expect(seriesOf(counted, burningToo).knownFrom).toBe(hourOf(daysAgo(3)));
    expect(groupsOf(counted, 'again')).toEqual(groupsOf(counted, plain.id));
  });

  it('read no hour twice where one has days for it', async () => {
    const past = aPast();
    await past.count([week, burning([3 * MINUTES_PER_DAY, 360])], now);
    const hours = past.reads.filter(({ unit }) => unit === 'hour').map(({ from, to }) => [from, to]);
    expect(hours).toEqual([
      [hourOf(daysAgo(7)), dayOf(daysAgo(6))],
      [hourOf(daysAgo(3)), hourOf(addMinutes(now, -60))],
    ]);
  });
});
