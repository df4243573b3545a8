import { describe, expect, it } from 'vitest';
import { aGuardrail } from '../../support/builders.ts';
import { type Draw, drawWith } from '../../support/draw.ts';
import { type Said, simulate } from '../../support/simulate.ts';

/** What windows of four hours and a day are for, and what they must not do. The limit is 5 %, 2 % is normal. */
const guardrail = aGuardrail();
const DAY = 24 * 60;
const NORMAL = 0.02;

const tenADay = (draw: Draw, rate: number) =>
  draw.chance(10 / DAY) ? ([draw.binomial(1, rate), 1] as const) : ([0, 0] as const);
const firstAt = (said: readonly Said[], reason: Said['reason'], after: number): number =>
  (said.find((one) => one.reason === reason && one.at > after)?.at ?? Number.POSITIVE_INFINITY) - after;
const count = (said: readonly Said[], ...reasons: readonly Said['reason'][]): number =>
  said.filter(({ reason }) => reasons.includes(reason)).length;
const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
const runs = <Result>(many: number, run: (seed: number) => Result): Result[] =>
  Array.from({ length: many }, (_, seed) => run(1_000 + seed));

describe('a group of ten payments a day of which nine in ten fail', () => {
  const openedAfter = (calm: number, remembers: boolean): number[] =>
    runs(12, (seed) => {
      const draw = drawWith(seed);
      const traffic = (minute: number) => tenADay(draw, minute < calm ? NORMAL : 0.9);
      return firstAt(simulate(guardrail, calm + DAY, traffic, { remembers }).said, 'opened', calm);
    });

  it.each([0, DAY])('is told within a day, after %d minutes of calm', (calm) => {
    const within = openedAfter(calm, true).filter(Number.isFinite);
    expect(within.length).toBeGreaterThanOrEqual(11);
  });

  it('and is not told without past hours', () => {
    expect(openedAfter(0, false).filter(Number.isFinite)).toEqual([]);
  });
});

describe('an hour in which 40 % fail at one payment a minute', () => {
  it('is over after four to five hours, which no hour of it proves', () => {
    const ends = (remembers: boolean): number =>
      median(
        runs(15, (seed) => {
          const draw = drawWith(seed);
          const rateAt = (minute: number): number => (minute >= 90 && minute < 150 ? 0.4 : NORMAL);
          const { said } = simulate(guardrail, 150 + 420, (minute) => [draw.binomial(1, rateAt(minute)), 1], {
            remembers,
          });
          return firstAt(said, 'resolved', 150);
        }),
      );
    // Column R has 268; a window of four hours begins with an hour and is half an hour longer.
    expect(ends(true)).toBeLessThanOrEqual(268 * 1.5);
    expect(ends(false)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('an incident that only half ends after a day of calm: the calm does not end it', () => {
  it.each([
    [1, 0.4],
    [5, 0.4],
    [20, 0.15],
  ])('at %d a minute, %d for 30 minutes, then 6 % for three hours', (perMinute, rate) => {
    const calm = DAY + 30;
    const rateAt = (minute: number): number => (minute < calm ? NORMAL : minute < calm + 30 ? rate : 0.06);
    const said = runs(15, (seed) => {
      const draw = drawWith(seed);
      const traffic = (minute: number) => [draw.binomial(perMinute, rateAt(minute)), perMinute] as const;
      return simulate(guardrail, calm + 210, traffic, { remembers: true }).said;
    }).flat();
    expect(count(said, 'opened')).toBeGreaterThanOrEqual(13);
    // Column R at 5 a minute: 0.03 of them, hours or not.
    expect(count(said, 'resolved')).toBeLessThanOrEqual(1);
  });
});

describe('three hours of failures at one payment a minute that are over', () => {
  it('are not opened again by the window of a day, which holds them still', () => {
    const draw = drawWith(3);
    const rateAt = (minute: number): number => (minute >= 90 && minute < 270 ? 0.9 : NORMAL);
    const { said } = simulate(guardrail, 270 + DAY + 60, (minute) => [draw.binomial(1, rateAt(minute)), 1], {
      remembers: true,
    });
    expect(said.map(({ reason }) => reason).filter((reason) => reason !== 'reminder')).toEqual(['opened', 'resolved']);
  });
});

describe('a broken bank whose events stop for good', () => {
  it('is told once, and its last hour does not open again what was closed a day later', () => {
    // Broken for 40 minutes of an hour: an hour that the window of a day still holds when nobody waits any more.
    const said = simulate(guardrail, 100 + 2 * DAY, (minute) => (minute < 100 ? [minute < 60 ? 0 : 18, 20] : [0, 0]), {
      remembers: true,
    }).said.filter(({ reason }) => reason !== 'reminder');
    expect(said).toEqual([
      { at: 61, reason: 'opened' },
      { at: 105, reason: 'stale' },
      { at: 105 + DAY, reason: 'closed' },
    ]);
  });
});
