import { describe, expect, it } from 'vitest';
import { aFile, good, linesOf } from './checking.ts';

const other = '{ id: b, kind: volume, critical: { below: 20/min } }';
const check = (...silences: readonly string[]): readonly string[] =>
  linesOf(aFile([good, other], 'silences:', ...silences.map((silence) => `  - { why: x, by: y, ${silence} }`))).map(
    (line) => line.replace(/^g\.yaml:(\d+):\d+: /, '$1: '),
  );
const everyDay = 'mon, tue, wed, thu, fri, sat, sun';
const weekly = (days: string, from: string, until: string, timezone = 'UTC'): string =>
  `weekly: { days: [${days}], from: '${from}', until: '${until}', timezone: ${timezone} }`;
const always = (place: number, what: string, left: string, together = ''): string =>
  `silences[${place}].weekly: expected times in which ${what} is told, got silences that leave ${left} of a week${together}; take the guardrail out, or give it limits that are worth a message`;

describe('a silence that is over', () => {
  // NOW is 2026-03-02T09:00Z.
  it('is asked about, with when', () => {
    expect(check('from: 2026-03-01T00:00Z, until: 2026-03-02T09:00Z')).toEqual([
      '5: warning: silences[0].until: over since 2026-03-02T09:00Z; take this silence out',
    ]);
  });

  it.each([
    ['goes on', 'from: 2026-03-01T00:00Z, until: 2026-03-02T09:01Z'],
    ['is to come', 'from: 2026-04-01T00:00Z, until: 2026-04-02T00:00Z'],
    ['comes each week', weekly('mon', '02:00', '04:00')],
  ])('is not one that %s', (_, silence) => {
    expect(check(silence)).toEqual([]);
  });
});

describe('weekly silences are refused that leave no time in which anybody is told', () => {
  it('all but a minute of each day', () => {
    expect(check(weekly(everyDay, '00:00', '23:59'))).toEqual([`5: ${always(0, 'a', '7 minutes')}`]);
  });

  it('two that take turns, once', () => {
    const halves = [weekly(everyDay, '00:00', '12:00'), weekly(everyDay, '12:00', '00:00')];
    expect(check(...halves.map((half) => `guardrails: [b], ${half}`))).toEqual([
      `5: ${always(0, 'b', 'no minute', ' (2 of them together)')}`,
    ]);
  });

  it('two by the clocks of two places, and over midnight', () => {
    const halves = [weekly(everyDay, '20:00', '08:00', 'Asia/Shanghai'), weekly(everyDay, '00:00', '12:00')];
    expect(check(...halves)).toEqual([`5: ${always(0, 'a', 'no minute', ' (2 of them together)')}`]);
  });

  it('of one value, with a silence of all', () => {
    expect(
      check(`match: { bank: icbc }, ${weekly(everyDay, '00:00', '12:00')}`, weekly(everyDay, '12:00', '00:00')),
    ).toEqual([`5: ${always(0, 'a with bank=icbc', 'no minute', ' (2 of them together)')}`]);
  });

  it.each([
    [
      'of two values, a half for each',
      [
        `match: { bank: icbc }, ${weekly(everyDay, '00:00', '12:00')}`,
        `match: { bank: ccb }, ${weekly(everyDay, '12:00', '00:00')}`,
      ],
    ],
    [
      'of two guardrails, a half for each',
      [
        `guardrails: [a], ${weekly(everyDay, '00:00', '12:00')}`,
        `guardrails: [b], ${weekly(everyDay, '12:00', '00:00')}`,
      ],
    ],
    ['out of hours', [weekly('mon, tue, wed, thu, fri', '18:00', '09:00'), weekly('sat, sun', '00:00', '23:59')]],
  ])('not %s', (_, silences) => {
    expect(check(...silences)).toEqual([]);
  });

  it('what leaves an hour and a half of a day is asked about', () => {
    expect(check(weekly(everyDay, '00:00', '22:30'))).toEqual([`5: warning: ${always(0, 'a', '630 minutes')}`]);
  });
});
