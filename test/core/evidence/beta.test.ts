import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regularizedBeta } from '../../../shared/core/evidence/beta.ts';
import { chanceOfAtLeast, chanceOfAtMost } from '../../../shared/core/evidence/binomial.ts';

const relativeError = (got: number, expected: number): number => Math.abs(got - expected) / expected;

describe('the regularised incomplete beta function', () => {
  // Computed with 60 digits (mpmath), those of large counts with the continued fraction since the series does not get there.
  it.each([
    [0.3, 2.5, 7.25, 0.66048227358190725],
    [0.25, 0.5, 0.5, 1 / 3],
    [0.05, 12.3, 456.7, 0.99624907312016084],
    [0.03, 1200.5, 30000.25, 2.0743976483035833e-17],
    [0.05, 5002000, 94998001, 0.17945490239710186],
    [0.001, 99000, 99901001, 0.99923835592353421],
    [0.5, 50001000, 49999001, 0.42077939528381405],
    [0.05, 5020000, 94980001, 2.3501567756004113e-20],
    [0.05, 4985000, 95015001, 0.99999999999712877],
    [0.001, 60.5, 9940.5, 2.3295972914349285e-27],
    [0.5, 0.001, 5, 0.99998912792494084],
  ])('at x %d, a %d, b %d is right to 1e-9', (x, a, b, expected) => {
    expect(relativeError(regularizedBeta(x, a, b), expected)).toBeLessThan(1e-9);
  });

  it('is 0 at 0, 1 at 1, and refuses what is not a probability', () => {
    expect(regularizedBeta(0, 2, 3)).toBe(0);
    expect(regularizedBeta(1, 2, 3)).toBe(1);
    expect(() => regularizedBeta(1.01, 2, 3)).toThrow(RangeError);
    expect(() => regularizedBeta(0.5, 0, 3)).toThrow(RangeError);
    expect(() => regularizedBeta(0.5, Number.NaN, 3)).toThrow(RangeError);
  });

  it('adds up to 1 with its mirror', () => {
    const size = fc.double({ min: 0.01, max: 1e6, noNaN: true });
    const property = fc.property(fc.double({ min: 0.0001, max: 0.9999, noNaN: true }), size, size, (x, a, b) => {
      expect(regularizedBeta(x, a, b) + regularizedBeta(1 - x, b, a)).toBeCloseTo(1, 8);
    });
    fc.assert(property, { numRuns: 500 });
  });
});

describe('binomial tails', () => {
  it.each([
    [10, 100, 0.05, 0.028188294163416107],
    [5, 20, 0.1, 0.043174495284463381],
    [2, 5, 0.01, 0.0009801496],
    [1, 1, 0.001, 0.001],
    [80, 1000, 0.05, 3.4886449757934704e-5],
  ])('%d or more of %d at %d', (bad, total, rate, expected) => {
    expect(relativeError(chanceOfAtLeast(bad, total, rate), expected)).toBeLessThan(1e-12);
    expect(chanceOfAtMost(bad - 1, total, rate)).toBeCloseTo(1 - expected, 12);
  });
});
