import { describe, expect, it } from 'vitest';
import { line, totalOf, withFreeTier } from '../../../../cli/cost/bill/line.ts';

describe('a line of a bill', () => {
  it('is its quantity times its price', () => {
    expect(line('segments', 'writeUnit', 3_000_000)).toEqual([
      {
        service: 'DynamoDB',
        what: 'segments',
        quantity: 3_000_000,
        unit: 'write units',
        usd: 0.625,
        per: 1_000_000,
        free: 0,
        amount: 1.875,
        price: 'writeUnit',
      },
    ]);
  });

  it('of nothing is no line', () => {
    expect(line('segments', 'writeUnit', 0)).toEqual([]);
  });

  it('is one for each tier that the quantity reaches', () => {
    const lines = line('metrics', 'customMetric', 300_000);
    expect(lines.map(({ what, quantity, usd }) => [what, quantity, usd])).toEqual([
      ['metrics', 10_000, 0.3],
      ['metrics, beyond 10,000', 240_000, 0.1],
      ['metrics, beyond 250,000', 50_000, 0.05],
    ]);
    expect(totalOf(lines)).toBeCloseTo(3_000 + 24_000 + 2_500, 6);
  });

  it('that just fills a tier does not reach the next', () => {
    expect(line('metrics', 'customMetric', 10_000)).toHaveLength(1);
  });
});

describe('the free tier', () => {
  it('covers the first lines of a price, and what is left of it the next', () => {
    const lines = [...line('ticks', 'invocation', 800_000), ...line('ingest', 'invocation', 700_000)];
    expect(withFreeTier(lines).map(({ free, amount }) => [free, amount])).toEqual([
      [800_000, 0],
      [200_000, 0.1],
    ]);
  });

  it('leaves alone what AWS gives nothing of for ever', () => {
    const lines = line('segments', 'writeUnit', 1_000_000);
    expect(withFreeTier(lines)).toEqual(lines);
  });
});
