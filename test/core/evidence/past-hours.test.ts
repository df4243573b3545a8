import { describe, expect, it } from 'vitest';
import { hasPast, pastHours } from '../../../shared/core/evidence/past-hours.ts';
import { emptySeries, type Series } from '../../../shared/core/rollup/series.ts';
import { addMinutes, MINUTES_PER_DAY } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { anHour, withHours } from './hours.ts';

const at = (minutes: number) => addMinutes(THIS_MINUTE, minutes);
const minutesFrom = (from: number): Series => emptySeries(at(from), -from);
const begins = (series: Series, from: number): number => pastHours(series, at(from)).from - THIS_MINUTE;
const told = (series: Series, from: number): number[] =>
  pastHours(series, at(from)).hours.map((hour) => hour.from - THIS_MINUTE);

describe('the hours of a window before the minutes of its series', () => {
  const three = withHours(minutesFrom(-60), [anHour(0, 1), anHour(0, 2), anHour(0, 3)]);

  it('are those that begin in it: one that is cut is left out', () => {
    expect(told(three, -180)).toEqual([-180, -120]);
    expect([begins(three, -179), told(three, -179)]).toEqual([-120, [-120]]);
    expect([begins(three, -61), told(three, -61)]).toEqual([-60, []]);
    expect([begins(three, -30), told(three, -30)]).toEqual([-60, []]);
  });

  it('are not before the oldest that is known, with or without events', () => {
    expect(begins(three, -1_000)).toBe(-240);
    expect(begins({ ...three, knownFrom: at(-600) }, -1_000)).toBe(-600);
    expect(begins({ ...minutesFrom(-60), knownFrom: at(-600) }, -300)).toBe(-300);
    expect(begins(minutesFrom(-60), -300)).toBe(-60);
  });

  it('lie as the minutes begin, where a clock was moved by half an hour', () => {
    const moved = withHours(minutesFrom(-90), [anHour(0, 1), anHour(0, 2), anHour(0, 3)]);
    expect([begins(moved, -240), told(moved, -240)]).toEqual([-210, [-210, -150]]);
  });

  it('are days too, of which one that is cut is left out', () => {
    const day = { ...anHour(0, 5), from: at(-60 - 2 * MINUTES_PER_DAY), to: at(-60 - MINUTES_PER_DAY) };
    const days = { ...three, older: [day, ...(three.older ?? [])], knownFrom: day.from };
    expect(told(days, -60 - 2 * MINUTES_PER_DAY)).toEqual([day.from - THIS_MINUTE, -240, -180, -120]);
    expect([begins(days, -2_000), told(days, -2_000)]).toEqual([-60 - MINUTES_PER_DAY, [-240, -180, -120]]);
  });
});

describe('whether anything is known before the minutes', () => {
  it('is so where hours are, and where it is known that nothing came', () => {
    expect(hasPast(minutesFrom(-60))).toBe(false);
    expect(hasPast({ ...minutesFrom(-60), knownFrom: at(-60) })).toBe(false);
    expect(hasPast({ ...minutesFrom(-60), knownFrom: at(-120) })).toBe(true);
    expect(hasPast({ ...minutesFrom(-60), older: [] })).toBe(true);
  });
});
