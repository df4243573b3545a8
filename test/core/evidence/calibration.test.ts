import { describe, expect, it } from 'vitest';
import { evidenceDefaults } from '../../../shared/core/evidence/constants.ts';
import { testBreach, testClear } from '../../../shared/core/evidence/test-limit.ts';
import type { Window } from '../../../shared/core/evidence/window.ts';
import type { Limit } from '../../../shared/core/guardrail/guardrail.ts';
import { epochMinute, ratio } from '../../../shared/core/units.ts';
import { betaBinomialChances, binomialChances, chanceOfCalls } from './chances.ts';

const aWindow = (bad: number, total: number): Window => ({
  from: epochMinute(0),
  to: epochMinute(5),
  bad,
  total,
  badMinutes: 2,
  phi: 1,
});
/** A limit whose bad side is `rate`: above 5 %, or below 95 % of good ones, which windows turn. */
const limitOf = (direction: Limit['direction'], rate: number): Limit => ({
  metric: 0,
  direction,
  rate: ratio(direction === 'above' ? rate : 1 - rate),
  text: `${rate * 100}%`,
});
const above = (rate: number): Limit => limitOf('above', rate);

const sizes = [1, 5, 20, 100, 1_000, 100_000];
const rates = [0.001, 0.01, 0.05, 0.5];
const cells = (['above', 'below'] as const).flatMap((direction) =>
  sizes.flatMap((total) => rates.map((rate) => [direction, total, rate] as const)),
);

describe('when the rate lies on the limit', () => {
  // Not a simulation: the chance of every outcome that is called a breach is added up.
  it.each(cells)('%s, of %d events at %d a look is a breach no oftener than promised', (direction, total, rate) => {
    const chances = binomialChances(total, rate);
    for (const alpha of [1e-2, evidenceDefaults.breach, 5e-6]) {
      const breaks = (bad: number): boolean => testBreach(aWindow(bad, total), limitOf(direction, rate), alpha).proven;
      expect(chanceOfCalls(chances, total, -1, breaks)).toBeLessThanOrEqual(alpha * (1 + 1e-6));
    }
  });

  it.each(cells)('%s, of %d events at %d a look is clear no oftener than promised', (direction, total, rate) => {
    const keeps = (bad: number): boolean =>
      testClear(aWindow(bad, total), limitOf(direction, rate), evidenceDefaults.clear).proven;
    const called = chanceOfCalls(binomialChances(total, rate), 0, 1, keeps);
    expect(called).toBeLessThanOrEqual(evidenceDefaults.clear * (1 + 1e-6));
  });

  // Events in clusters that fail together, each as large as phi: the counts are deflated to the clusters.
  it.each(
    [1.2, 3, 21].flatMap((phi) =>
      [20, 100, 1_000].flatMap((clusters) => rates.map((rate) => [clusters, phi, rate] as const)),
    ),
  )(
    'of %d clusters of %d events at %d a look is a breach, or clear, no oftener than promised',
    (clusters, phi, rate) => {
      const chances = binomialChances(clusters, rate);
      const window = (bad: number): Window => ({ ...aWindow(bad * phi, clusters * phi), phi });
      const { breach, clear } = evidenceDefaults;
      const broken = chanceOfCalls(chances, clusters, -1, (bad) => testBreach(window(bad), above(rate), breach).proven);
      const kept = chanceOfCalls(chances, 0, 1, (bad) => testClear(window(bad), above(rate), clear).proven);
      expect(broken).toBeLessThanOrEqual(breach * (1 + 1e-6));
      expect(kept).toBeLessThanOrEqual(clear * (1 + 1e-6));
    },
  );

  it('the promise is used and not merely kept: at 100 000 events most of it', () => {
    const breaks = (bad: number): boolean => testBreach(aWindow(bad, 100_000), above(0.05), 1e-4).proven;
    expect(chanceOfCalls(binomialChances(100_000, 0.05), 100_000, -1, breaks)).toBeGreaterThan(0.8e-4);
  });
});

describe('when the rate of the minutes itself varies as much as the floor of the dispersion says', () => {
  const called = (total: number, rate: number): { breach: number; clear: number; plain: number } => {
    const chances = betaBinomialChances(total, rate, evidenceDefaults.dispersionFloor);
    const phi = 1 + evidenceDefaults.dispersionFloor * (total - 1);
    const window = (bad: number): Window => ({ ...aWindow(bad, total), phi });
    const { breach, clear } = evidenceDefaults;
    return {
      breach: chanceOfCalls(chances, total, -1, (bad) => testBreach(window(bad), above(rate), breach).proven),
      clear: chanceOfCalls(chances, 0, 1, (bad) => testClear(window(bad), above(rate), clear).proven),
      plain: chanceOfCalls(chances, total, -1, (bad) => testBreach(aWindow(bad, total), above(rate), breach).proven),
    };
  };

  it.each([100, 1_000, 10_000])('%d events in a minute are clear no oftener than promised', (total) => {
    for (const rate of rates) expect(called(total, rate).clear).toBeLessThanOrEqual(evidenceDefaults.clear);
  });

  // A rate that varies has a longer tail than deflated counts have. The second look and the next window make up for it.
  it.each([
    [100, 0.05, 1],
    [1_000, 0.05, 2],
    [10_000, 0.05, 2.5],
    [10_000, 0.5, 1],
  ])('%d events at %d are a breach at most %d times as often as promised', (total, rate, times) => {
    expect(called(total, rate).breach).toBeLessThanOrEqual(times * evidenceDefaults.breach);
  });

  it('they would be one a hundred times as often without the deflation', () => {
    expect(called(10_000, 0.05).plain).toBeGreaterThan(100 * evidenceDefaults.breach);
  });
});

describe('a breach needs', () => {
  it('bad events in two minutes, unless they are overwhelming', () => {
    const inOneMinute = (bad: number) => testBreach({ ...aWindow(bad, 100), badMinutes: 1 }, above(0.05), 1e-4);
    expect(testBreach(aWindow(18, 100), above(0.05), 1e-4).proven).toBe(true);
    expect(inOneMinute(18)).toMatchObject({ because: 'rule', reason: expect.stringContaining('lie in one minute') });
    expect(inOneMinute(30).proven).toBe(true);
  });

  it('two bad events after deflation', () => {
    const limit = above(0.001);
    expect(testBreach(aWindow(2, 2), limit, 1e-4).proven).toBe(true);
    expect(testBreach(aWindow(1, 1), limit, 1e-2)).toMatchObject({
      because: 'rule',
      reason: expect.stringContaining('1 bad events after deflation: 2 are needed'),
    });
    expect(testBreach({ ...aWindow(2, 2), phi: 1.01 }, limit, 1e-4).proven).toBe(false);
  });

  it('less deflated counts: the same counts prove less at a higher dispersion', () => {
    const at = (phi: number): number => {
      const tested = testBreach({ ...aWindow(100, 1_000), phi }, above(0.05), 1);
      return tested.proven ? tested.proof.probability : Number.NaN;
    };
    expect(at(1)).toBeLessThan(at(2));
    expect(at(2)).toBeLessThan(at(10));
  });
});
