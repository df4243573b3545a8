import { describe, expect, it } from 'vitest';
import { bucketOf, HIGHEST_BUCKET, LOWEST_BUCKET, valueOf, ZEROS } from '../../../shared/core/rollup/sketch-buckets.ts';

/** By the formula: i holds values above gamma^(i-1), up to gamma^i. */
const byFormula = (value: number): number => Math.ceil(Math.log(value) / Math.log((1 + 0.01) / (1 - 0.01)));

describe('the bucket of a latency', () => {
  it('is that of the formula for every whole millisecond, those that are looked up and those that are not', () => {
    const whole = Array.from({ length: 10_000 }, (_, index) => index + 1);
    expect(whole.map(bucketOf)).toEqual(whole.map(byFormula));
  });

  it('is that of the formula for what lies between', () => {
    const between = Array.from({ length: 10_000 }, (_, index) => 0.001 + index * 0.777);
    expect(between.map(bucketOf)).toEqual(between.map(byFormula));
  });

  it('is its own below a microsecond', () => {
    expect([0, 0.0009].map(bucketOf)).toEqual([ZEROS, ZEROS]);
    expect([valueOf(bucketOf(0.001)), bucketOf(0.001)]).toEqual([expect.closeTo(0.001, 4), LOWEST_BUCKET]);
  });

  it('is there for the largest number', () => {
    expect(bucketOf(Number.MAX_VALUE)).toBe(HIGHEST_BUCKET);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, -0.5])('is none for %d', (value) => {
    expect(() => bucketOf(value)).toThrow(RangeError);
  });
});
