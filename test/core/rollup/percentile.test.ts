import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentile } from '../../../shared/core/rollup/percentile.ts';

describe('a percentile', () => {
  it('is the smallest value that the share of all values does not exceed', () => {
    const values = fc.array(fc.oneof(fc.nat(20), fc.double({ min: 0, max: 600_000, noNaN: true })), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 1000 }), (latencies, perMille) => {
        const enough = (value: number): boolean =>
          latencies.filter((latency) => latency <= value).length * 1000 >= perMille * latencies.length;
        const expected = Math.min(...latencies.filter(enough));
        expect(percentile(Float64Array.from(latencies), perMille / 1000)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['of one value is that value', [7], 0.5, 7],
    ['of twenty values at 95 % is the nineteenth', Array.from({ length: 20 }, (_, index) => index + 1), 0.95, 19],
    ['of a hundred values at 99.9 % is the last', Array.from({ length: 100 }, (_, index) => index + 1), 0.999, 100],
    [
      'of a hundred values at 7 % is the seventh, though 0.07 x 100 is a little more than 7',
      Array.from({ length: 100 }, (_, index) => index + 1),
      0.07,
      7,
    ],
    ['sorts numbers, not texts', [10, 9, 100], 0.34, 10],
    ['at 100 % is the largest', [3, 1, 2], 1, 3],
    ['of nothing is nothing', [], 0.95, undefined],
  ])('%s', (_sentence, values, share, expected) => {
    expect(percentile(Float64Array.from(values), share)).toBe(expected);
  });
});
