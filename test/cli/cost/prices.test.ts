import { describe, expect, it } from 'vitest';
import { line } from '../../../cli/cost/bill/line.ts';
import { seenBetween, STALE_AFTER, stalePrices } from '../../../cli/cost/price-age.ts';
import { type PriceId, prices } from '../../../cli/cost/prices.ts';
import { addMs, durationMs, epochMs } from '../../../shared/core/units.ts';

const ids = Object.keys(prices) as PriceId[];

describe('the prices', () => {
  it('have tiers that begin further and further up, each cheaper than the one below', () => {
    for (const id of ids) {
      const { usd, beyond = [] } = prices[id];
      const tiers = [{ from: 0, usd }, ...beyond];
      expect(tiers.map(({ from }) => from)).toEqual(tiers.map(({ from }) => from).sort((a, b) => a - b));
      expect(tiers.map((tier) => tier.usd)).toEqual(tiers.map((tier) => tier.usd).sort((a, b) => b - a));
    }
  });

  it('of an item written is that of a thousand bytes read five times over', () => {
    expect(prices.writeUnit.usd / prices.readUnit.usd).toBe(5);
  });
});

describe('a price that nobody has seen for a year', () => {
  const lines = [...line('writes', 'writeUnit', 1), ...line('more writes', 'writeUnit', 1), ...line('keys', 'key', 1)];
  const seen = epochMs(Date.parse(prices.writeUnit.asOf));

  it('is told once, whichever lines it is in, and the oldest first', () => {
    const later = addMs(seen, durationMs(2 * STALE_AFTER));
    expect(stalePrices(lines, later)).toEqual(['writeUnit', 'key']);
  });

  it('is not told on the last day of that year', () => {
    expect(stalePrices(lines, addMs(seen, STALE_AFTER))).toEqual([]);
    expect(stalePrices(lines, addMs(seen, durationMs(STALE_AFTER + 1)))).toEqual(['writeUnit']);
  });

  it('counts from the day of each', () => {
    expect(seenBetween(lines)).toEqual([prices.writeUnit.asOf, prices.key.asOf]);
  });
});
