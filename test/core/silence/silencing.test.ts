import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Period, type Silence, weekdays } from '../../../shared/core/silence/silence.ts';
import { activeSilences, silenceOf } from '../../../shared/core/silence/silencing.ts';
import { addMinutes, type EpochMinute, epochMinute, epochMs, minuteOf, startOf } from '../../../shared/core/units.ts';
import { aSilence } from '../../support/silences.ts';
import { THIS_MINUTE } from '../../support/builders.ts';

const at = (text: string): EpochMinute => minuteOf(epochMs(Date.parse(text)));
const untilOf = (period: Period, now: EpochMinute): EpochMinute | undefined =>
  activeSilences([aSilence({ period })], now)[0]?.until;
const once = (from: string, until: string): Period => ({
  kind: 'once',
  from: epochMs(Date.parse(from)),
  until: epochMs(Date.parse(until)),
});
const weekly = (days: string, from: string, until: string, timezone: string): Period => ({
  kind: 'weekly',
  days: weekdays.filter((day) => days.split(' ').includes(day)),
  from,
  until,
  timezone,
});
const everyDay = weekdays.join(' ');

describe('a silence that was set once', () => {
  const hour = once('2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z');
  const ragged = once('2026-03-02T09:00:20Z', '2026-03-02T10:00:20Z');
  const cases = new Map<string, [Period, string, string | undefined]>([
    ['does not cover the minute before it', [hour, '2026-03-02T08:59Z', undefined]],
    ['covers the minute at which it begins', [hour, '2026-03-02T09:00Z', '2026-03-02T10:00Z']],
    ['covers its last minute', [hour, '2026-03-02T09:59Z', '2026-03-02T10:00Z']],
    ['does not cover the minute at which it ends', [hour, '2026-03-02T10:00Z', undefined]],
    ['does not cover a minute that began before it', [ragged, '2026-03-02T09:00Z', undefined]],
    ['covers the minute that begins before it ends', [ragged, '2026-03-02T10:00Z', '2026-03-02T10:01Z']],
    ['does not cover the minute after', [ragged, '2026-03-02T10:01Z', undefined]],
    [
      'without a length covers nothing',
      [once('2026-03-02T09:00Z', '2026-03-02T09:00Z'), '2026-03-02T09:00Z', undefined],
    ],
  ]);
  it.each([...cases])('%s', (_, [period, now, until]) => {
    expect(untilOf(period, at(now))).toBe(until === undefined ? undefined : at(until));
  });
});

/** In Berlin clocks go forward at 01:00Z on 2026-03-29 (02:00 becomes 03:00) and back at 01:00Z on 2026-10-25 (03:00 becomes 02:00). */
describe('a silence of each week', () => {
  const night = weekly('sat', '22:00', '04:00', 'Europe/Berlin');
  const early = weekly(everyDay, '02:00', '04:00', 'Europe/Berlin');
  const twice = weekly(everyDay, '02:30', '02:45', 'Europe/Berlin');
  const gone = weekly(everyDay, '02:00', '03:00', 'Europe/Berlin');
  const westerly = weekly('mon', '20:30', '22:00', 'America/New_York');
  const kolkata = weekly('mon', '00:00', '01:00', 'Asia/Kolkata');
  const tokyo = weekly('mon', '00:00', '01:00', 'Asia/Tokyo');
  const cases = new Map<string, [Period, string, string | undefined]>([
    ['has not begun a minute before, by the clock there', [early, '2026-03-02T00:59Z', undefined]],
    ['begins by the clock there', [early, '2026-03-02T01:00Z', '2026-03-02T03:00Z']],
    ['covers its last minute', [early, '2026-03-02T02:59Z', '2026-03-02T03:00Z']],
    ['ends by the clock there', [early, '2026-03-02T03:00Z', undefined]],
    ['has the days of the week there: Monday in Tokyo', [tokyo, '2026-03-01T15:00Z', '2026-03-01T16:00Z']],
    ['has the days of the week there: Tuesday in Tokyo', [tokyo, '2026-03-02T15:00Z', undefined]],
    ['keeps the clock of a zone behind UTC', [westerly, '2026-03-03T01:30Z', '2026-03-03T03:00Z']],
    ['keeps the clock of a zone that is off by half an hour', [kolkata, '2026-03-01T18:30Z', '2026-03-01T19:30Z']],
    ['begins on the evening of its day', [night, '2026-03-07T21:00Z', '2026-03-08T03:00Z']],
    ['goes on after midnight', [night, '2026-03-08T02:59Z', '2026-03-08T03:00Z']],
    ['does not cover the morning of its day', [night, '2026-03-07T02:59Z', undefined]],
    ['does not cover the evening of the next day', [night, '2026-03-08T21:00Z', undefined]],
    ['in summer begins an hour earlier by UTC', [early, '2026-07-01T00:00Z', '2026-07-01T02:00Z']],
    ['loses an hour where clocks go forward', [night, '2026-03-28T21:00Z', '2026-03-29T02:00Z']],
    ['is shorter where it begins in the hour that is left out', [early, '2026-03-29T01:00Z', '2026-03-29T02:00Z']],
    ['before the hour that is left out has not begun', [early, '2026-03-29T00:59Z', undefined]],
    ['that lies in the hour that is left out does not happen', [gone, '2026-03-29T01:00Z', undefined]],
    ['gains an hour where clocks go back', [night, '2026-10-24T20:00Z', '2026-10-25T03:00Z']],
    ['that begins in the hour that comes twice begins at once', [twice, '2026-10-25T00:30Z', '2026-10-25T00:45Z']],
    ['and not again', [twice, '2026-10-25T01:30Z', undefined]],
    [
      'does not stop and begin again in the hour that comes twice',
      [weekly(everyDay, '02:30', '04:00', 'Europe/Berlin'), '2026-10-25T01:10Z', '2026-10-25T03:00Z'],
    ],
    [
      'with one time for both ends lasts a day',
      [weekly('mon', '09:00', '09:00', 'UTC'), '2026-03-03T08:59Z', '2026-03-03T09:00Z'],
    ],
    ['without days covers nothing', [weekly('', '00:00', '23:59', 'UTC'), '2026-03-02T09:00Z', undefined]],
    [
      'of a zone that this machine does not know covers nothing',
      [weekly(everyDay, '00:00', '23:59', 'Mars/Olympus'), '2026-03-02T09:00Z', undefined],
    ],
  ]);
  it.each([...cases])('%s', (_, [period, now, until]) => {
    expect(untilOf(period, at(now))).toBe(until === undefined ? undefined : at(until));
  });

  const times = fc.nat(1439).map((minute) => ({
    minute,
    text: `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
  }));
  const chosenDays = fc.subarray([...weekdays]);
  const year = fc.integer({ min: at('2026-01-01T00:00Z'), max: at('2027-01-01T00:00Z') }).map(epochMinute);

  it('in Shanghai, eight hours ahead all year, covers what arithmetic says', () => {
    fc.assert(
      fc.property(chosenDays, times, times, year, (days, from, until, now) => {
        const period: Period = { kind: 'weekly', days, from: from.text, until: until.text, timezone: 'Asia/Shanghai' };
        // Minutes of the week there, from Monday 00:00; 1970-01-01 was a Thursday.
        const week = (now + 8 * 60 + 3 * 1440) % 10_080;
        const length = (until.minute - from.minute + 1440) % 1440 || 1440;
        const left = days
          .map((day) => length - ((week - weekdays.indexOf(day) * 1440 - from.minute + 10_080) % 10_080))
          .filter((rest) => rest > 0);
        const expected = left.length === 0 ? undefined : addMinutes(now, Math.max(...left));
        expect(untilOf(period, now)).toBe(expected);
      }),
    );
  });

  /** The day and clock of Berlin, in words of Intl that the code does not use. */
  const berlin = (now: EpochMinute): string =>
    new Date(startOf(now)).toLocaleString('en-GB', {
      timeZone: 'Europe/Berlin',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });

  const nearAChange = fc
    .tuple(fc.constantFrom(at('2026-03-29T01:00Z'), at('2026-10-25T01:00Z')), fc.integer({ min: -1500, max: 1500 }))
    .map(([change, distance]) => addMinutes(change, distance));

  it('in Berlin begins and ends where the clocks first show its times, also on the days on which they change', () => {
    fc.assert(
      fc.property(chosenDays, times, times, fc.oneof(nearAChange, year), (days, from, until, now) => {
        const end = untilOf(
          { kind: 'weekly', days, from: from.text, until: until.text, timezone: 'Europe/Berlin' },
          now,
        );
        if (end === undefined) return;
        let start = now;
        const covers = (minute: EpochMinute) =>
          untilOf({ kind: 'weekly', days, from: from.text, until: until.text, timezone: 'Europe/Berlin' }, minute) ===
          end;
        while (covers(addMinutes(start, -1))) start = addMinutes(start, -1);
        const shown = (minute: EpochMinute) => berlin(minute).slice(-5);
        const moved = (text: string) => text.replace(/^02/, '03');
        expect([from.text, moved(from.text)]).toContain(shown(start));
        expect([until.text, moved(until.text)]).toContain(shown(end));
        expect(days).toContain(berlin(start).slice(0, 3).toLowerCase());
        expect(covers(addMinutes(end, -1))).toBe(true);
        expect(covers(end)).toBe(false);
      }),
    );
  });
});

describe('what a silence covers', () => {
  const active = (...silences: Silence[]) => activeSilences(silences, THIS_MINUTE);
  const cases = new Map<string, [Partial<Silence>, string, string[], boolean]>([
    ['a guardrail that it lists', [{ guardrails: ['a', 'b'] }, 'b', [], true]],
    ['not one that it does not list', [{ guardrails: ['a', 'b'] }, 'c', [], false]],
    ['every guardrail, if it lists none', [{ guardrails: [] }, 'c', ['bank=icbc'], true]],
    ['a group with its value', [{ match: ['bank=icbc'] }, 'a', ['bank=icbc'], true]],
    ['not a group with another', [{ match: ['bank=icbc'] }, 'a', ['bank=icb'], false]],
    ['not the whole, which has no values', [{ match: ['bank=icbc'] }, 'a', [], false]],
    ['a culprit that has its value among others', [{ match: ['bank=icbc'] }, 'a', ['method=qr', 'bank=icbc'], true]],
    ['not a group that has one of its two values', [{ match: ['bank=icbc', 'method=qr'] }, 'a', ['bank=icbc'], false]],
    ['a culprit that has both', [{ match: ['bank=icbc', 'method=qr'] }, 'a', ['method=qr', 'bank=icbc'], true]],
    [
      'not its value of a guardrail that it does not list',
      [{ guardrails: ['b'], match: ['bank=icbc'] }, 'a', ['bank=icbc'], false],
    ],
  ]);
  it.each([...cases])('%s', (_, [silence, guardrail, values, covered]) => {
    expect(silenceOf(active(aSilence(silence)), guardrail, values) !== undefined).toBe(covered);
  });

  it('of several, the one that ends last is named', () => {
    const ending = (id: string, minutes: number) =>
      aSilence({
        id,
        period: { kind: 'once', from: startOf(THIS_MINUTE), until: startOf(addMinutes(THIS_MINUTE, minutes)) },
      });
    const silences = active(ending('short', 1), ending('long', 9), ending('middle', 5));
    expect(silenceOf(silences, 'a', [])?.silence.id).toBe('long');
  });

  it('is never anything outside its guardrails and values', () => {
    const names = fc.constantFrom('a', 'b', 'c', 'constructor');
    const values = fc.subarray(['bank=icbc', 'bank=boc', 'method=qr', 'method=card']);
    const silences = fc.array(fc.record({ guardrails: fc.uniqueArray(names), match: values }), { maxLength: 4 });
    fc.assert(
      fc.property(silences, names, values, (wished, guardrail, own) => {
        const found = silenceOf(active(...wished.map((wish) => aSilence(wish))), guardrail, own)?.silence;
        const fits = wished.filter(
          ({ guardrails, match }) =>
            (guardrails.length === 0 || new Set(guardrails).has(guardrail)) &&
            match.filter((value) => !own.includes(value)).length === 0,
        );
        const named = found === undefined ? [] : [JSON.stringify([found.guardrails, found.match])];
        const fit = fits.map(({ guardrails, match }) => JSON.stringify([guardrails, match]));
        expect(named.filter((text) => fit.includes(text))).toHaveLength(Math.min(1, fits.length));
        expect(named.filter((text) => !fit.includes(text))).toEqual([]);
      }),
    );
  });
});
