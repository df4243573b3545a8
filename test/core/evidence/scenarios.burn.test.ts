import { describe, expect, it } from 'vitest';
import { drawWith } from '../../support/draw.ts';
import { anObjective, burnThrough, Counted, even, type Told } from './burning.ts';

const day = 24 * 60;
const calm = (total: number): Counted => new Counted().evenly(3 * day, 0, total);
const firstOf = (error: number, total: number, most: number): Told | undefined =>
  burnThrough(
    anObjective(),
    calm(total),
    most,
    (minute) => even(minute, error, total),
    ({ length }) => length > 0,
  )[0];

/** Factors and long windows in minutes of the workbook's pairs. */
const pairs = [
  [14.4, 60],
  [6, 360],
  [3, day],
  [1, 3 * day],
] as const;
/** (1 - objective) / error rate x long window x burn rate, of the pair that is the first. */
const formula = (error: number): number =>
  Math.min(
    ...pairs.filter(([factor]) => factor * 0.001 < error).map(([factor, long]) => (0.001 / error) * long * factor),
  );

describe('an objective of 99.9 % is told to be broken', () => {
  // Minutes at 1 000 payments a minute, at 100 and at 10. What comes after the formula is the time to prove it.
  it.each([
    [1, 2, 2, 3],
    [0.5, 3, 3, 6],
    [0.2, 6, 7, 12],
    [0.05, 23, 27, 45],
    [0.02, 54, 151, 231],
    [0.01, 260, 300, 721],
  ])('at an error rate of %d after %d, %d and %d minutes', (error, busy, usual, quiet) => {
    for (const [total, expected] of [
      [1_000, busy],
      [100, usual],
      [10, quiet],
    ] as const) {
      const told = firstOf(error, total, expected + 60);
      expect(told?.at).toBe(expected);
      expect(told?.at).toBeGreaterThanOrEqual(formula(error));
    }
  });

  it('at 0.5 %, by a warning, after 17 hours, and at 0.15 % after two days and some hours', () => {
    expect([formula(0.005), formula(0.0015)]).toEqual([864, 2 * day]);
    expect(firstOf(0.005, 100, day)).toMatchObject({ severity: 'warning', at: 1_047 });
    expect(firstOf(0.0015, 100, 3 * day)).toMatchObject({ severity: 'warning', at: 3_481 });
  });

  it.each([
    [1, 8],
    [0.4, 19],
    [0.05, 221],
  ])('of one payment a minute at %d after %d minutes', (error, minutes) => {
    expect(firstOf(error, 1, minutes + 60)).toMatchObject({ severity: 'critical', at: minutes });
  });
});

describe('after an outage of an hour', () => {
  const told = (perMinute: number, length: number, rate = 0.0003): string[] => {
    const draw = drawWith(perMinute);
    const past = new Counted();
    for (let minute = 0; minute < 3 * day; minute++) past.add([draw.binomial(perMinute, rate), perMinute]);
    return burnThrough(anObjective({ remind: { critical: 'never', warning: 'never' } }), past, length, (minute) => [
      draw.binomial(perMinute, minute < 60 ? 1 : rate),
      perMinute,
    ]).map(({ at, reason }) => `${at} ${reason}`);
  };

  it('of which nothing is left it is resolved as soon as a rate below the budget is proven', () => {
    expect(told(1_000, 240, 0)).toEqual(['2 opened', '95 resolved']);
    expect(told(100, 240, 0)).toEqual(['2 opened', '130 resolved']);
  });

  it('with a third of the budget failing as ever it takes an hour more, of fewer payments hours', () => {
    expect(told(1_000, 300)).toEqual(['2 opened', expect.stringMatching(/^1[0-4]\d resolved$/)]);
    expect(told(100, 600).at(-1)).toMatch(/^(1[3-9]|2|3)\d+ resolved$/);
  });

  it('it is not told again while the longest window still holds it', () => {
    expect(told(20, 3 * day, 0.0005).filter((line) => !/de-escalated/.test(line))).toEqual([
      '3 opened',
      expect.stringMatching(/resolved$/),
    ]);
  });
});

describe('trouble that comes and goes', () => {
  it('is one incident as long as it is denser than its short window', () => {
    const bursts = (minute: number) => (minute % 30 < 2 ? even(minute, 0.06, 1_000) : even(minute, 0, 1_000));
    const lines = burnThrough(anObjective(), calm(1_000), 2 * day, bursts).map(({ reason }) => reason);
    expect(lines).toEqual(['opened']);
  });
});
