import { describe, expect, it } from 'vitest';
import { loadGuardrails } from '../../../shared/core/guardrail/load.ts';
import type { Silence } from '../../../shared/core/silence/silence.ts';
import { hours } from '../../../shared/core/units.ts';

const rule = { kind: 'rate', bad: { outcome: 'failed' }, critical: { above: '5%' } };
const load = (...silences: readonly unknown[]) =>
  loadGuardrails(
    JSON.stringify({
      guardrails: [
        { id: 'a', ...rule },
        { id: 'b', ...rule },
      ],
      silences,
    }),
    'g',
  );

const once = {
  why: 'database upgrade',
  by: 'anna',
  from: '2026-12-01T02:00:00+08:00',
  until: '2026-12-01T04:00:00+08:00',
};
const weekly = { days: ['sat', 'sun'], from: '02:00', until: '04:00', timezone: 'Asia/Shanghai' };

/** The silence that comes of these keys, beside those of `once`. */
const silenceOf = (keys: Record<string, unknown> = {}): Silence | undefined => {
  const loaded = load({ ...once, ...keys });
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.silences[0];
};
const periodOf = (from: string, until: string, timezone?: string): readonly string[] => {
  const period = silenceOf({ from, until, timezone })?.period;
  return period?.kind === 'once' ? [period.from, period.until].map((time) => new Date(time).toISOString()) : [];
};
const problemsOf = (keys: Record<string, unknown>): readonly string[] => {
  const loaded = load({ ...once, ...keys });
  return loaded.ok ? [] : loaded.problems.map((problem) => problem.replace(/^g:\d+:\d+: silences\[0\]\.?/, ''));
};

describe('planned silences', () => {
  it('are none where the file has none', () => {
    expect(loadGuardrails(JSON.stringify({ guardrails: [{ id: 'a', ...rule }] }), 'g')).toMatchObject({ silences: [] });
  });

  it('are numbered as they stand in the file', () => {
    expect(load(once, once)).toMatchObject({ silences: [{ id: 'planned-1' }, { id: 'planned-2' }] });
  });

  it('are of everything, unless they say otherwise', () => {
    expect(silenceOf()).toEqual({
      id: 'planned-1',
      guardrails: [],
      match: [],
      period: { kind: 'once', from: Date.parse('2026-11-30T18:00:00Z'), until: Date.parse('2026-11-30T20:00:00Z') },
      by: 'anna',
      why: 'database upgrade',
    });
  });

  it('are of guardrails and values, as groups are called', () => {
    const silence = silenceOf({ guardrails: ['b', 'a'], match: { bank: 'icbc', tier: 1, vip: true } });
    expect(silence).toMatchObject({ guardrails: ['b', 'a'], match: ['bank=icbc', 'tier=1', 'vip=true'] });
  });

  it('may come each week', () => {
    expect(silenceOf({ from: undefined, until: undefined, weekly })?.period).toEqual({ kind: 'weekly', ...weekly });
    const overnight = { ...weekly, from: '23:00', until: '01:00', timezone: 'UTC' };
    expect(silenceOf({ from: undefined, until: undefined, weekly: overnight })?.period).toMatchObject(overnight);
  });

  it('are the same after a way through JSON', () => {
    const loaded = load(once, { why: 'w', by: 'b', weekly, match: { bank: 'icbc' } });
    expect(JSON.parse(JSON.stringify(loaded))).toStrictEqual(loaded);
  });
});

describe('the time of a planned silence is', () => {
  it.each([
    ['one with an offset', '2026-12-01T02:00:00+08:00', undefined, '2026-11-30T18:00:00.000Z'],
    ['one in UTC', '2026-12-01T02:00:00Z', undefined, '2026-12-01T02:00:00.000Z'],
    ['one without seconds', '2026-12-01T02:00Z', undefined, '2026-12-01T02:00:00.000Z'],
    ['one of the clocks of a zone', '2026-12-01T02:00', 'Asia/Shanghai', '2026-11-30T18:00:00.000Z'],
    ['one with seconds', '2026-12-01T02:00:30', 'Asia/Shanghai', '2026-11-30T18:00:30.000Z'],
    ['one of the clocks of UTC', '2026-12-01T02:00', 'UTC', '2026-12-01T02:00:00.000Z'],
    ['one in winter', '2026-01-15T12:00', 'Europe/Berlin', '2026-01-15T11:00:00.000Z'],
    ['one in summer', '2026-07-15T12:00', 'Europe/Berlin', '2026-07-15T10:00:00.000Z'],
    ['before the hour that is left out', '2026-03-29T01:59', 'Europe/Berlin', '2026-03-29T00:59:00.000Z'],
    ['in it, counted on from before: 03:30 there', '2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['after it', '2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    [
      'in the hour that comes twice, the first of them',
      '2026-10-25T02:30',
      'Europe/Berlin',
      '2026-10-25T00:30:00.000Z',
    ],
    ['after it, an hour later than it seems', '2026-10-25T03:00', 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
    [
      'west of Greenwich, in the hour that is left out',
      '2026-03-08T02:30',
      'America/New_York',
      '2026-03-08T07:30:00.000Z',
    ],
  ])('%s', (_sentence, from, timezone, moment) => {
    const begin = Date.parse(moment);
    const later = new Date(begin + hours(24)).toISOString();
    const until = timezone === undefined ? later : `${later.slice(0, 10)}T23:00`;
    expect(periodOf(from, until, timezone)[0]).toBe(moment);
  });

  it('at most 30 days long, by the clock that does not change', () => {
    expect(periodOf('2026-12-01T00:00Z', '2026-12-31T00:00Z')).toHaveLength(2);
    expect(problemsOf({ from: '2026-12-01T00:00Z', until: '2026-12-31T00:00:00.001Z' })).toEqual([
      'until: expected a time at most 30 days after from (2026-12-01T00:00Z), got 2026-12-31T00:00:00.001Z',
    ]);
  });
});

describe('a planned silence is refused with', () => {
  const time = 'expected a time such as 2026-12-01T02:00 with a timezone beside it, or 2026-12-01T02:00:00+08:00';
  const zone = 'expected a time zone such as Asia/Shanghai';
  const noEnd = ': expected from and until, or weekly: a silence without an end would last for ever';
  const day = 'expected days among mon, tue, wed, thu, fri, sat, sun';
  const clock = 'expected a time of the clock such as 02:00';
  const week = (keys: Record<string, unknown>): Record<string, unknown> => ({
    from: undefined,
    until: undefined,
    weekly: { ...weekly, ...keys },
  });
  it.each<[string, Record<string, unknown>, string]>([
    ['no reason', { why: undefined }, 'why: expected why, for those who wonder where the alert was, got nothing'],
    ['nobody who planned it', { by: '' }, 'by: expected who planned it, got ""'],
    ['no end', { until: undefined }, noEnd],
    ['no begin', { from: undefined }, noEnd],
    ['no time at all', { from: undefined, until: undefined }, noEnd],
    [
      'a guardrail that is not there',
      { guardrails: ['a', 'c'] },
      'guardrails[1]: expected the id of a guardrail of this file, got c',
    ],
    [
      'a list of no guardrails',
      { guardrails: [] },
      'guardrails: expected at least one id; without the key every guardrail is silenced',
    ],
    ['one guardrail where a list is meant', { guardrails: 'a' }, 'guardrails: expected a list, got text'],
    ['no value', { match: {} }, 'match: expected at least one value; without the key everything is silenced'],
    ['a list of values', { match: { bank: ['icbc'] } }, 'match.bank: expected a string, a number, true or false'],
    ['a key misspelt', { untill: 'x' }, 'untill: not a key that is known here; did you mean until?'],
    ['a date without a time', { from: '2026-12-01' }, `from: ${time}, got "2026-12-01"`],
    ['a number for a time', { from: 1_764_547_200_000 }, `from: ${time}, got 1764547200000`],
    ['a month that the year has not', { from: '2026-13-01T00:00Z' }, `from: ${time}, got "2026-13-01T00:00Z"`],
    ['a minute that the hour has not', { from: '2026-12-01T00:60Z' }, `from: ${time}, got "2026-12-01T00:60Z"`],
    ['an offset that is none', { from: '2026-12-01T00:00+99:00' }, `from: ${time}, got "2026-12-01T00:00+99:00"`],
    ['a time in words', { from: 'tomorrow' }, `from: ${time}, got "tomorrow"`],
    ['a day that the month has not', { from: '2026-11-31T00:00Z' }, `from: ${time}, got "2026-11-31T00:00Z"`],
    ['an hour that the day has not', { from: '2026-12-01T24:00Z' }, `from: ${time}, got "2026-12-01T24:00Z"`],
    [
      'an end before its begin',
      { until: '2026-12-01T01:00:00+08:00' },
      'until: expected a time after from (2026-12-01T02:00:00+08:00), got 2026-12-01T01:00:00+08:00',
    ],
    [
      'an end that is its begin',
      { until: '2026-11-30T18:00Z' },
      'until: expected a time after from (2026-12-01T02:00:00+08:00), got 2026-11-30T18:00Z',
    ],
    [
      'an end 31 days later',
      { until: '2027-01-01T02:00:00+08:00' },
      'until: expected a time at most 30 days after from (2026-12-01T02:00:00+08:00), got 2027-01-01T02:00:00+08:00',
    ],
    [
      'a local time of no zone',
      { from: '2026-12-01T02:00' },
      'from: expected an offset such as 2026-12-01T02:00+08:00, or a timezone beside it, got neither',
    ],
    [
      'an offset and a zone',
      { timezone: 'Asia/Shanghai' },
      'from: expected a local time such as 2026-12-01T02:00 with a timezone beside it, got 2026-12-01T02:00:00+08:00',
    ],
    [
      'an offset and a zone at its end',
      { timezone: 'Asia/Shanghai', from: '2026-12-01T02:00' },
      'until: expected a local time such as 2026-12-01T02:00 with a timezone beside it, got 2026-12-01T04:00:00+08:00',
    ],
    ['a zone that is not there', { timezone: 'Asia/Peking' }, `timezone: ${zone}, got "Asia/Peking"`],
    ['a zone of a country', { timezone: 'China' }, `timezone: ${zone}, got "China"`],
    ['a zone by an abbreviation that means two', { timezone: 'CST' }, `timezone: ${zone}, got "CST"`],
    [
      'a zone that is not there, each week',
      week({ timezone: 'Asia/Peking' }),
      `weekly.timezone: ${zone}, got "Asia/Peking"`,
    ],
    ['no zone, each week', week({ timezone: undefined }), `weekly.timezone: ${zone}, got nothing`],
    ['no days', week({ days: [] }), `weekly.days: ${day}`],
    ['days in words of their own', week({ days: ['saturday'] }), `weekly.days[0]: ${day}, got "saturday"`],
    ['one day where a list is meant', week({ days: 'sat' }), `weekly.days: ${day}, got "sat"`],
    ['a time without minutes', week({ from: '2' }), `weekly.from: ${clock}, got "2"`],
    ['a time of one digit', week({ from: '2:00' }), `weekly.from: ${clock}, got "2:00"`],
    ['midnight at the end of a day', week({ until: '24:00' }), `weekly.until: ${clock}, got "24:00"`],
    [
      'an end each week that is its begin',
      week({ until: '02:00' }),
      'weekly.until: expected another time than that of from',
    ],
    ['a time beside those of each week', { weekly }, 'from: expected none beside weekly, which has its own'],
    [
      'a zone beside that of each week',
      { ...week({}), timezone: 'UTC' },
      'timezone: expected none beside weekly, which has its own',
    ],
  ])('%s', (_sentence, keys, problem) => {
    expect(problemsOf(keys)).toEqual([problem]);
  });

  it('every fault of every silence, and every guardrail, at once', () => {
    const text = JSON.stringify({
      guardrails: [{ id: 'a', ...rule, critical: { above: '3s' } }],
      silences: [
        { ...once, guardrails: ['x'], until: once.from },
        { ...once, guardrails: ['y', 'a'] },
      ],
    });
    const loaded = loadGuardrails(text, 'g');
    expect(loaded.ok ? [] : loaded.problems.map((problem) => problem.replace(/^g:\d+:\d+: /, ''))).toEqual([
      'guardrails[0].critical.above: expected a percentage such as 3% on a rate, got 3s',
      'silences[0].guardrails[0]: expected the id of a guardrail of this file, got x',
      `silences[0].until: expected a time after from (${once.from}), got ${once.from}`,
      'silences[1].guardrails[0]: expected the id of a guardrail of this file, got y',
    ]);
  });
});
