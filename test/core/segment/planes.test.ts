import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromFourPlanes, fromPlanes, fromTwoPlanes, toPlanes } from '../../../shared/core/segment/planes.ts';

const below = (end: number) =>
  fc.array(
    fc.oneof(
      fc.nat(255),
      fc.constant(end - 1),
      fc.nat(300).map((n) => n % end),
      fc.maxSafeNat().map((n) => n % end),
    ),
  );

describe('byte planes', () => {
  it.each([1, 2, 3, 4, 5, 6])('of %i bytes give back every whole number that fits', (width) => {
    fc.assert(
      fc.property(below(256 ** width), (values) => {
        expect([...fromPlanes(toPlanes(values, width), values.length, width)]).toEqual(values);
      }),
    );
  });

  it('lie one behind the other, the lowest first', () => {
    expect([...toPlanes([0x0102, 0x0304], 2)]).toEqual([2, 4, 1, 3]);
  });

  it.each([
    ['two', 2, fromTwoPlanes],
    ['four', 4, fromFourPlanes],
  ] as const)('of %s bytes are the same put together in one go, whatever they hold', (_sentence, width, inOneGo) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: width, maxLength: width })), (rows) => {
        const planes = Uint8Array.from(rows.flatMap((row) => [...row]));
        expect([...inOneGo(planes, rows.length)]).toEqual([...fromPlanes(planes, rows.length, width)]);
      }),
    );
  });
});
