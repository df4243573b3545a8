import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentile } from '../../../shared/core/rollup/percentile.ts';
import { RollupError } from '../../../shared/core/rollup/rollup-error.ts';
import {
  countOf,
  decodeSketch,
  encodeSketch,
  mergeSketches,
  quantile,
  sketchOf,
} from '../../../shared/core/rollup/sketch.ts';
import { drawWith } from '../../support/draw.ts';

/** Latencies in ms, and what else may come: nothing, next to nothing, days. */
const latencies = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0.001, max: 600_000, noNaN: true }) },
  { weight: 2, arbitrary: fc.nat(2000) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, Number.MIN_VALUE, 0.000_999, 0.001, 1e9, 1e300, Number.MAX_VALUE) },
);
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

describe('a sketch as bytes', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(latencies), (values) => {
        const sketch = sketchOf(values);
        expect(decodeSketch(encodeSketch(sketch))).toEqual(sketch);
      }),
    );
  });

  it('comes back with counts beyond 32 bits', () => {
    const sketch = { zeros: Number.MAX_SAFE_INTEGER, first: 240, counts: Float64Array.of(2 ** 33, 0, 2 ** 52 + 1) };
    expect(decodeSketch(encodeSketch(sketch))).toEqual(sketch);
  });

  it('is at most 650 bytes for a million latencies', () => {
    const draw = drawWith(7);
    const bytes = encodeSketch(sketchOf(Array.from({ length: 1_000_000 }, () => draw.logNormal(120, 0.6))));
    expect(bytes.length).toBeLessThan(650);
  });

  it.each<[string, readonly number[]]>([
    ['nothing', []],
    ['a bucket without counts', [0, 5]],
    ['a first bucket of none', [0, 5, 0, 1]],
    ['a last bucket of none', [0, 5, 1, 0]],
    ['a number that ends too early', [0, 5, 0x80]],
    ['a number that is longer than it need be', [0, 5, 0x81, 0]],
    ['a number beyond 2^53', [0, 5, ...Array.from({ length: 7 }, () => 0xff), 0x10]],
    ['a bucket beyond all numbers', [0, 0xff, 0xff, 0x7f, 1]],
  ])('is refused when it is %s', (_sentence, bytes) => {
    expect(() => decodeSketch(Uint8Array.from(bytes))).toThrow(RollupError);
  });

  it('is, whatever the bytes, refused or the only form of what it says', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        try {
          expect(encodeSketch(decodeSketch(bytes))).toEqual(bytes);
        } catch (error) {
          if (!(error instanceof RollupError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });
});
