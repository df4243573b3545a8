import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packNumbers, unpackNumbers } from '../../../shared/core/segment/number-column.ts';

const widthOf = (...values: readonly number[]): number => packNumbers(Float64Array.from(values))[0];

describe('a column of numbers', () => {
  it('comes back as it was, absent ones too', () => {
    const values = fc.array(fc.oneof(fc.constant(Number.NaN), fc.maxSafeNat(), fc.nat(70_000), fc.double()), {
      minLength: 1,
    });
    fc.assert(
      fc.property(values, (numbers) => {
        const column = Float64Array.from(numbers);
        expect(unpackNumbers(packNumbers(column), column.length)).toEqual(column.map((value) => value + 0));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['takes one byte each up to 254, since 0 says absent', [254, Number.NaN], 1],
    ['takes two bytes each from 255', [255], 2],
    ['takes six bytes each up to 2^48 - 2', [2 ** 48 - 2], 6],
    ['takes floats beyond that', [2 ** 48 - 1], 0],
    ['takes floats for one fraction', [1, 0.5], 0],
    ['takes floats for one negative number', [1, -1], 0],
    ['takes one byte each where all are absent', [Number.NaN, Number.NaN], 1],
  ])('%s', (_sentence, values, width) => {
    expect(widthOf(...values)).toBe(width);
  });
});
