import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerGamma, upperGamma } from '../../../shared/core/evidence/gamma.ts';
import { chanceOfSoFew, chanceOfSoMany } from '../../../shared/core/evidence/poisson.ts';

const relativeError = (got: number, expected: number): number => Math.abs(got - expected) / expected;

describe('the regularised incomplete gamma function', () => {
  // P and Q computed with 60 digits (mpmath): the series of DLMF 8.11.4 up to the mean, the fraction of 8.9.2 above it.
  it.each([
    [1e-4, 0.5, 0.9999440197070426, 5.5980292957401713e-5],
    [0.01, 3, 0.99986702864342984, 0.00013297135657015548],
    [0.5, 0.25, 0.52049987781304654, 0.47950012218695346],
    [0.5, 20, 0.99999999974603714, 2.539628589470865e-10],
    [1, 0.001, 0.00099950016662500833, 0.99900049983337499],
    [1, 12.2, 0.99999496954439289, 5.0304556071114443e-6],
    [2.5, 0.1, 0.00088613878881244249, 0.99911386121118756],
    [2.5, 40, 0.99999999999999916, 8.3918251148316101e-16],
    [3, 700, 1, 2.4225323864783195e-299],
    [10, 4, 0.0081322427969338632, 0.99186775720306614],
    [10, 10.5, 0.60286740064918935, 0.39713259935081065],
    [36.4, 80, 0.99999998273569148, 1.7264308521117979e-8],
    [71, 100, 0.99902855597172261, 0.00097144402827738819],
    [100.5, 30, 3.9962589654547759e-24, 1],
    [1000, 800, 5.5014197761792281e-12, 0.99999999999449858],
    [1000, 1250, 0.9999999999998926, 1.0740080231386176e-13],
    [12345.6, 12300, 0.34167106693547059, 0.65832893306452941],
    [12345.6, 12400, 0.68859904003040661, 0.31140095996959339],
    [1e6, 995000, 2.7495803592700708e-7, 0.99999972504196407],
    [1e6, 1005500, 0.99999997993538286, 2.006461713507385e-8],
    [99960001, 1e8, 0.99996835551841255, 3.1644481587453624e-5],
    [1e8, 99950000, 2.8546421399586261e-7, 0.999999714535786],
    [1e8, 100000000, 0.50001329807601412, 0.49998670192398588],
    [1e8, 100000002, 0.50009308653069811, 0.49990691346930189],
    [1e8, 100060000, 0.99999999900630152, 9.9369848273425536e-10],
  ])('at a %d, x %d is right to 1e-9 on both sides', (a, x, lower, upper) => {
    expect(relativeError(lowerGamma(a, x), lower)).toBeLessThan(1e-9);
    expect(relativeError(upperGamma(a, x), upper)).toBeLessThan(1e-9);
  });

  it('is 0 at 0, 0 where it is too small for a number, and refuses what it is not defined for', () => {
    expect([lowerGamma(2, 0), upperGamma(2, 0)]).toEqual([0, 1]);
    expect([lowerGamma(1e8, 1), upperGamma(1, 1e8)]).toEqual([0, 0]);
    for (const [a, x] of [
      [0, 1],
      [-1, 1],
      [1, -1],
      [Number.NaN, 1],
      [1, Number.NaN],
      [1, Number.POSITIVE_INFINITY],
    ] as const) {
      expect(() => lowerGamma(a, x)).toThrow(RangeError);
      expect(() => upperGamma(a, x)).toThrow(RangeError);
    }
  });

  it('adds up to 1, grows with x, and keeps P(a + 1, x) = P(a, x) - x^a e^-x / Gamma(a + 1)', () => {
    const property = fc.property(
      fc.double({ min: 0.01, max: 150, noNaN: true }),
      fc.double({ min: 0.01, max: 300, noNaN: true }),
      (a, x) => {
        expect(lowerGamma(a, x) + upperGamma(a, x)).toBeCloseTo(1, 12);
        expect(lowerGamma(a, x * 1.01)).toBeGreaterThanOrEqual(lowerGamma(a, x));
        const step = upperGamma(a + 1, x) - upperGamma(a, x);
        // ln Gamma(a + 1) by Stirling's series at a + 20: no code in common.
        let logGamma = 0;
        for (let i = 1; i < 20; i++) logGamma -= Math.log(a + i);
        const z = a + 20;
        logGamma += (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * z) - 1 / (360 * z ** 3);
        expect(step).toBeCloseTo(Math.exp(a * Math.log(x) - x - logGamma), 8);
      },
    );
    fc.assert(property, { numRuns: 500 });
  });
});

describe('Poisson tails', () => {
  /** Added up term by term: no code in common. */
  const atMost = (count: number, expected: number): number => {
    let term = Math.exp(-expected);
    let sum = 0;
    for (let k = 0; k <= count; k++) {
      sum += term;
      term *= expected / (k + 1);
    }
    return sum;
  };

  it.each([
    [0, 9.2],
    [1, 0.01],
    [3, 12],
    [10, 40],
    [60, 100],
  ])('%d or fewer where %d are expected, and more than that', (count, expected) => {
    const few = atMost(count, expected);
    expect(relativeError(chanceOfSoFew(count, expected), few)).toBeLessThan(1e-12);
    expect(chanceOfSoMany(count + 1, expected)).toBeCloseTo(1 - few, 12);
  });

  it('of none at all is e to the expected count; none or more is certain', () => {
    expect(chanceOfSoFew(0, 9.2)).toBeCloseTo(Math.exp(-9.2), 12);
    expect(chanceOfSoMany(0, 9.2)).toBe(1);
    expect(chanceOfSoFew(0, 0)).toBe(1);
  });
});
