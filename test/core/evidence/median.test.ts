import { describe, expect, it } from 'vitest';
import { medianOf, spreadOf } from '../../../shared/core/evidence/median.ts';

describe('the median of a few weeks', () => {
  it('is the middle one, or the mean of the two', () => {
    expect([medianOf([5]), medianOf([9, 1, 5]), medianOf([9, 1, 5, 6]), medianOf([])]).toEqual([5, 5, 5.5, Number.NaN]);
  });

  it('is moved to its neighbour at most by a single wild one', () => {
    expect([medianOf([4, 5, 6, 5]), medianOf([4, 5, 6, 900]), medianOf([4, 5, 6, 0])]).toEqual([5, 5.5, 4.5]);
  });

  it('and so is their spread, which is the standard deviation of normal values', () => {
    expect(spreadOf([10, 12, 14])).toBeCloseTo(2 * 1.4826, 12);
    expect(spreadOf([10, 10, 10, 900])).toBe(0);
    const quantiles = [-1.645, -1.282, -0.842, -0.524, -0.253, 0, 0.253, 0.524, 0.842, 1.282, 1.645];
    expect(spreadOf(quantiles)).toBeCloseTo(1.25, 1);
  });
});
