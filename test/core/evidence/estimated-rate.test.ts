import { describe, expect, it } from 'vitest';
import { chanceOfAtLeast, chanceOfAtMost } from '../../../shared/core/evidence/binomial.ts';
import { chanceOfSoFewGiven, chanceOfSoManyGiven } from '../../../shared/core/evidence/estimated-pace.ts';
import { chanceOfAtLeastGiven, chanceOfAtMostGiven } from '../../../shared/core/evidence/estimated-rate.ts';
import { chanceOfSoFew } from '../../../shared/core/evidence/poisson.ts';

const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
/** Fisher's exact test: of all bad events, so many or more lie in the second of two samples. */
const fisher = (bad: number, total: number, bad0: number, total0: number): number => {
  const all = bad + bad0;
  let sum = 0;
  for (let k = bad; k <= Math.min(all, total); k++) sum += choose(total, k) * choose(total0, all - k);
  return sum / choose(total + total0, all);
};
const same = (rate: number): number => rate;

describe('the chance of a count against a rate that is known from past counts only', () => {
  it.each([
    [6, 20, 2, 20],
    [5, 10, 0, 30],
    [3, 50, 1, 40],
    [12, 15, 9, 30],
    [1, 4, 3, 9],
  ])('is that of the exact test of Fisher: %d of %d after %d of %d', (bad, total, bad0, total0) => {
    const exact = fisher(bad, total, bad0, total0);
    expect(chanceOfAtLeastGiven(bad, total, { bad: bad0, total: total0 }, same)).toBeCloseTo(exact, 9);
    // The same table, read from its other side.
    const good = chanceOfAtMostGiven(total - bad, total, { bad: total0 - bad0, total: total0 }, same);
    expect(good).toBeCloseTo(exact, 9);
  });

  it.each([
    [8, 2],
    [3, 0.5],
    [30, 1.5],
  ])('with a multiple of a small rate is that of two Poisson counts: %d at %d times', (bad, multiple) => {
    const [total, total0] = [1e7, 2e7];
    const past = { bad: 10, total: total0 };
    const times = (rate: number): number => multiple * rate;
    const [now, before] = [1, total0 / total / multiple];
    expect(chanceOfAtLeastGiven(bad, total, past, times)).toBeCloseTo(
      chanceOfSoManyGiven(bad, now, { count: past.bad, time: before }),
      5,
    );
    // The lower bounds of ten events are those that a Poisson count of ten has.
    expect(chanceOfAtMostGiven(bad, total, past, times)).toBeCloseTo(
      chanceOfSoFewGiven(bad, now, { count: past.bad, time: before }),
      5,
    );
  });

  it('is that against a known rate where the past is long', () => {
    const past = { bad: 2e6, total: 1e8 };
    const twice = (rate: number): number => 2 * rate;
    expect(chanceOfAtLeastGiven(15, 200, past, twice) / chanceOfAtLeast(15, 200, 0.04)).toBeCloseTo(1, 3);
    expect(chanceOfAtMostGiven(2, 200, past, twice) / chanceOfAtMost(2, 200, 0.04)).toBeCloseTo(1, 3);
    expect(chanceOfSoFewGiven(3, 1, { count: 2e7, time: 1e6 }) / chanceOfSoFew(3, 20)).toBeCloseTo(1, 3);
  });

  it('is larger the less of the past is known', () => {
    const chances = [1e5, 1e4, 1e3, 100, 10].map((total) =>
      chanceOfAtLeastGiven(15, 200, { bad: 0.02 * total, total }, (rate) => 2 * rate),
    );
    expect(chances).toEqual(chances.toSorted((left, right) => left - right));
    expect(chances[0]).toBeLessThan(0.03);
    expect(chances.at(-1)).toBeGreaterThan(0.3);
  });

  it('knows that nothing bad in the past is not nothing for ever', () => {
    const times = (rate: number): number => 2 * rate;
    expect(chanceOfAtLeastGiven(2, 100, { bad: 0, total: 100 }, times)).toBeGreaterThan(0.1);
    expect(chanceOfAtLeastGiven(8, 100, { bad: 0, total: 10_000 }, times)).toBeLessThan(1e-10);
    expect(chanceOfAtLeastGiven(50, 100, { bad: 100, total: 100 }, Math.min.bind(undefined, 1))).toBe(1);
    expect(chanceOfAtMostGiven(0, 100, { bad: 0, total: 100 }, () => 0.05)).toBe(chanceOfAtMost(0, 100, 0.05));
  });

  it('counts in full what lies beyond the rates that are averaged over', () => {
    // Hardly any bad event, or good one: much of what the past leaves open lies at a rate of nothing, or of everything.
    expect(chanceOfAtMostGiven(0, 100, { bad: 0.01, total: 100 }, same)).toBeGreaterThan(0.95);
    const half = chanceOfAtLeastGiven(100, 100, { bad: 99, total: 100 }, same);
    expect([half >= 0.5, half < 0.5002]).toEqual([true, true]);
    expect(chanceOfAtLeastGiven(100, 100, { bad: 99.99, total: 100 }, same)).toBe(1);
  });
});
