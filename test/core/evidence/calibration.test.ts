import { describe, expect, it } from 'vitest';
import { evidenceDefaults } from '../../../shared/core/evidence/constants.ts';
import { testBreach, testClear } from '../../../shared/core/evidence/test-limit.ts';
import type { Window } from '../../../shared/core/evidence/window.ts';
import { epochMinute, ratio } from '../../../shared/core/units.ts';
import type { Limit } from '../../../shared/core/guardrail/guardrail.ts';

const aWindow = (bad: number, total: number): Window => ({
  from: epochMinute(0),
  to: epochMinute(5),
  bad,
  total,
  badMinutes: 2,
  phi: 1,
});
const above = (rate: number): Limit => ({ metric: 0, direction: 'above', rate: ratio(rate), text: `${rate * 100}%` });

/** Chances of 0 to n of n by the recurrence of the binomial, in logarithms: no code in common with the judge. */
const binomialChances = (total: number, rate: number): Float64Array => {
  const chances = new Float64Array(total + 1);
  let logChance = total * Math.log1p(-rate);
  for (let bad = 0; bad <= total; bad++) {
    chances[bad] = Math.exp(logChance);
    logChance += Math.log(total - bad) - Math.log(bad + 1) + Math.log(rate) - Math.log1p(-rate);
  }
  return chances;
};

const sizes = [1, 5, 20, 100, 1_000, 100_000];
const rates = [0.001, 0.01, 0.05, 0.5];
const cells = sizes.flatMap((total) => rates.map((rate) => [total, rate] as const));

describe('when the rate lies on the limit', () => {
  // Not a simulation: the chance of every outcome that is called a breach is added up.
  it.each(cells)('of %d events at %d a look is a breach no oftener than promised', (total, rate) => {
    const chances = binomialChances(total, rate);
    for (const alpha of [1e-2, evidenceDefaults.breach, 5e-6]) {
      let called = 0;
      for (let bad = total; bad >= 0 && testBreach(aWindow(bad, total), above(rate), alpha) !== undefined; bad--)
        called += chances[bad] ?? 0;
      expect(called).toBeLessThanOrEqual(alpha * (1 + 1e-6));
    }
  });

  it.each(cells)('of %d events at %d a look is clear no oftener than promised', (total, rate) => {
    const chances = binomialChances(total, rate);
    let called = 0;
    for (
      let bad = 0;
      bad <= total && testClear(aWindow(bad, total), above(rate), evidenceDefaults.clear) !== undefined;
      bad++
    ) {
      called += chances[bad] ?? 0;
    }
    expect(called).toBeLessThanOrEqual(evidenceDefaults.clear * (1 + 1e-6));
  });

  it('the promise is used and not merely kept: at 100 000 events most of it', () => {
    const chances = binomialChances(100_000, 0.05);
    let called = 0;
    for (let bad = 100_000; testBreach(aWindow(bad, 100_000), above(0.05), 1e-4) !== undefined; bad--)
      called += chances[bad] ?? 0;
    expect(called).toBeGreaterThan(0.8e-4);
  });
});

describe('a breach needs', () => {
  it('bad events in two minutes, unless they are overwhelming', () => {
    const inOneMinute = (bad: number) => testBreach({ ...aWindow(bad, 100), badMinutes: 1 }, above(0.05), 1e-4);
    expect(testBreach(aWindow(18, 100), above(0.05), 1e-4)).toBeDefined();
    expect(inOneMinute(18)).toBeUndefined();
    expect(inOneMinute(30)).toBeDefined();
  });

  it('two bad events after deflation', () => {
    const limit = above(0.001);
    expect(testBreach(aWindow(2, 2), limit, 1e-4)).toBeDefined();
    expect(testBreach(aWindow(1, 1), limit, 1e-2)).toBeUndefined();
    expect(testBreach({ ...aWindow(2, 2), phi: 1.01 }, limit, 1e-4)).toBeUndefined();
  });

  it('less deflated counts: the same counts prove less at a higher dispersion', () => {
    const at = (phi: number) => testBreach({ ...aWindow(100, 1_000), phi }, above(0.05), 1)?.probability ?? Number.NaN;
    expect(at(1)).toBeLessThan(at(2));
    expect(at(2)).toBeLessThan(at(10));
  });
});
