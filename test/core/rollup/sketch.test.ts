import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentile } from '../../../shared/core/rollup/percentile.ts';
import { countAbove, countOf, mergeSketches, quantile, sketchOf } from '../../../shared/core/rollup/sketch.ts';
import { encodeSketch } from '../../../shared/core/rollup/sketch-codec.ts';
import { latencies } from './rolling.ts';

const shares = fc.oneof(fc.constantFrom(0, 0.5, 0.95, 0.99, 0.999, 1), fc.double({ min: 0, max: 1, noNaN: true }));

const bytesOf = (values: Iterable<number>): string => Buffer.from(encodeSketch(sketchOf(values))).toString('hex');

describe('a sketch', () => {
  it('gives every quantile to within 1 % of the value that sorting finds', () => {
    fc.assert(
      fc.property(fc.array(latencies, { minLength: 1, maxLength: 200 }), shares, (values, share) => {
        const exact = percentile(Float64Array.from(values), share) ?? Number.NaN;
        const found = quantile(sketchOf(values), share) ?? Number.NaN;
        // A microsecond is where logarithms end; 1e-9 is what they are off by themselves.
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact < 0.001 ? 0.001 : exact * (0.01 + 1e-9));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([0.001, 0.5, 1, 120, 800, 600_000, 1e9, 1e300])('is right to within 1 % at %d', (value) => {
    for (const near of [value, value * 1.01, value * 0.995]) {
      if (near < 0.001) continue;
      expect(Math.abs((quantile(sketchOf([near]), 0.5) ?? 0) - near) / near).toBeLessThanOrEqual(0.010_000_001);
    }
  });

  it('counts what was added', () => {
    fc.assert(fc.property(fc.array(latencies), (values) => countOf(sketchOf(values)) === values.length));
  });

  it('of nothing has no quantile', () => {
    expect(quantile(sketchOf([]), 0.5)).toBeUndefined();
  });

  it('of nothing but zeros has zero as each', () => {
    expect([0, 0.5, 1].map((share) => quantile(sketchOf([0, 0, 0.0001]), share))).toEqual([0, 0, 0]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, -Number.MIN_VALUE])(
    'refuses %d',
    (value) => {
      expect(() => sketchOf([1, value])).toThrow(RangeError);
    },
  );
});

describe('the number of values above a limit', () => {
  const exact = (values: readonly number[], limit: number): number => values.filter((value) => value > limit).length;
  /** Logarithms are off by this much themselves. */
  const ULPS = 1e-9;

  it('is that of all values, but for those within 1 % of the limit', () => {
    const limits = fc.double({ min: 0.001, max: 1e300, noNaN: true });
    fc.assert(
      fc.property(fc.array(latencies, { maxLength: 100 }), limits, fc.nat(99), (values, any, index) => {
        for (const limit of [any, values[index] ?? 0.5].filter((each) => each >= 0.001 && each < 1e300)) {
          const found = countAbove(sketchOf(values), limit);
          expect(found).toBeGreaterThanOrEqual(exact(values, (limit / 0.99) * (1 + ULPS)));
          expect(found).toBeLessThanOrEqual(exact(values, (limit / 1.01) * (1 - ULPS)));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is at most the rest above a quantile, and all but less than that from below it', () => {
    fc.assert(
      fc.property(fc.array(latencies, { minLength: 1, maxLength: 100 }), shares, (values, share) => {
        const sketch = sketchOf(values);
        const at = quantile(sketch, share) ?? Number.NaN;
        const rank = Math.max(1, Math.ceil(share * values.length - 1e-9));
        expect(countAbove(sketch, at)).toBeLessThanOrEqual(values.length - rank);
        expect(countAbove(sketch, at - Number.MIN_VALUE - at * 1e-12)).toBeGreaterThan(values.length - rank);
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[string, readonly number[], number, number]>([
    ['is 0 of nothing', [], 1, 0],
    ['is all above nothing but zeros', [0, 1, 2], 0, 2],
    ['is all, zeros too, below 0', [0, 1, 2], -1, 3],
    ['is none above the largest', [1, 2, 900], 1000, 0],
    ['is that of a sum of sketches', [100, 200, 300, 400], 250, 2],
  ])('%s', (_sentence, values, limit, count) => {
    expect(countAbove(mergeSketches(values.map((value) => sketchOf([value]))), limit)).toBe(count);
  });

  it('is a whole bucket or none of it', () => {
    const sketch = sketchOf(Array.from({ length: 1000 }, (_, index) => 100 + index / 1000));
    const counts = new Set(Array.from({ length: 400 }, (_, step) => countAbove(sketch, 98 + step / 100)));
    expect(Math.max(...counts)).toBe(1000);
    expect(Math.min(...counts)).toBe(0);
    expect(counts.size).toBe(sketch.counts.length + 1);
  });
});

describe('merging sketches', () => {
  const parts = fc.array(fc.array(latencies, { maxLength: 40 }), { maxLength: 5 });

  it('is the sketch of all values, byte for byte', () => {
    fc.assert(
      fc.property(parts, (lists) => {
        const merged = mergeSketches(lists.map(sketchOf));
        expect(merged).toEqual(sketchOf(lists.flat()));
        expect(Buffer.from(encodeSketch(merged)).toString('hex')).toBe(bytesOf(lists.flat()));
      }),
      { numRuns: 500 },
    );
  });

  it('comes to the same in whatever order and groups', () => {
    fc.assert(
      fc.property(parts, fc.nat(5), (lists, cut) => {
        const sketches = lists.map(sketchOf);
        const halves = [mergeSketches(sketches.slice(0, cut)), mergeSketches(sketches.slice(cut))];
        expect(mergeSketches(halves)).toEqual(mergeSketches(sketches));
        expect(mergeSketches(sketches.toReversed())).toEqual(mergeSketches(sketches));
      }),
    );
  });

  it('leaves the merged ones as they were', () => {
    const sketch = sketchOf([1, 2]);
    mergeSketches([sketch, sketchOf([3])]);
    expect(sketch).toEqual(sketchOf([1, 2]));
  });
});
