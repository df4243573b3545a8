import { describe, expect, it } from 'vitest';
import { drawsFrom } from '../../../bench/quality/draws.ts';
import { independent, retries, slightlyVarying, wandering } from '../../../bench/quality/cells.ts';
import { type Data, drawCounts } from '../../../bench/quality/traffic.ts';

const RUNS = 20_000;
const momentsOf = (draw: () => number): { mean: number; variance: number } => {
  const values = Array.from({ length: RUNS }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / RUNS;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / RUNS };
};

describe('draws have the mean and the variance of their distribution', () => {
  const draws = drawsFrom(4);
  const icc = 0.01;
  const cases = new Map<string, [draw: () => number, mean: number, variance: number]>([
    ['a normal number', [() => draws.normal(), 0, 1]],
    ['a Poisson number of 0.4', [() => draws.poisson(0.4), 0.4, 0.4]],
    ['a Poisson number of 1 000', [() => draws.poisson(1_000), 1_000, 1_000]],
    ['failures of a few', [() => draws.binomial(20, 0.05), 1, 0.95]],
    ['failures of nearly all', [() => draws.binomial(100, 0.9), 90, 9]],
    ['failures of so many that none is impossible', [() => draws.binomial(3_000, 0.4), 1_200, 720]],
    ['a rate that varies', [() => draws.beta(0.05, icc), 0.05, 0.0475 * icc]],
  ]);
  it.each([...cases])('%s', (_, [draw, mean, variance]) => {
    const found = momentsOf(draw);
    // Five standard errors of the mean; of a variance, of about a normal number, some seven.
    expect(Math.abs(found.mean - mean)).toBeLessThan(5 * Math.sqrt(variance / RUNS));
    expect(Math.abs(found.variance / variance - 1)).toBeLessThan(0.07);
  });
});

describe('traffic', () => {
  const of = (data: Data, perMinute: number, minutes = RUNS) =>
    drawCounts({ data, perMinute, minutes, rateAt: () => 0.05 }, 5);

  it.each<[string, Data]>([
    ['independent events', independent],
    ['rates that vary', slightlyVarying],
    ['retries', retries],
    ['rates that wander', wandering[0] ?? independent],
  ])('of %s has as many events, and as many bad ones, as asked for', (_, data) => {
    const { sums } = of(data, 100);
    const [bad, total] = [sums.bad[RUNS] ?? 0, sums.total[RUNS] ?? 0];
    expect(Math.abs(total / RUNS / 100 - 1)).toBeLessThan(0.01);
    expect(Math.abs(bad / total / 0.05 - 1)).toBeLessThan(0.05);
  });

  it('of retries has five events for each that fails', () => {
    expect(of(retries, 5, 500).bad.every((bad) => bad % 5 === 0)).toBe(true);
  });

  it('of rates that wander remembers the minute before, as long as it says', () => {
    const { rates = new Float64Array() } = of({ kind: 'wandering', spread: 0.3, minutes: 60 }, 1);
    const logOdds = [...rates].map((rate) => Math.log(rate / (1 - rate)) - Math.log(0.05 / 0.95));
    const variance = logOdds.reduce((sum, value) => sum + value * value, 0) / RUNS;
    const together = logOdds.slice(60).reduce((sum, value, index) => sum + value * (logOdds[index] ?? 0), 0) / RUNS;
    expect(Math.sqrt(variance)).toBeCloseTo(0.3, 1);
    expect(together / variance).toBeGreaterThan(Math.exp(-1) - 0.2);
    expect(together / variance).toBeLessThan(Math.exp(-1) + 0.2);
  });

  it('is the same from the same seed', () => {
    expect(of(slightlyVarying, 20, 100)).toEqual(of(slightlyVarying, 20, 100));
  });
});
