import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FingerprintTable } from '../../../shared/core/segment/fingerprint-table.ts';

const WORD = 2 ** 32;
/** Few and extreme values, so that slots collide and halves agree alone. */
const halves = fc.oneof(fc.nat(3), fc.constantFrom(WORD - 1, WORD - 2, 2 ** 31, 2 ** 31 - 1), fc.nat(WORD - 1));
const fingerprints = fc.array(fc.tuple(halves, halves), { maxLength: 200 });

describe('a fingerprint table', () => {
  it('answers as a map does, full to its capacity', () => {
    fc.assert(
      fc.property(fingerprints, (added) => {
        const table = new FingerprintTable(added.length);
        const model = new Map<string, number>();
        for (const [row, [high, low]] of added.entries()) {
          const key = `${high} ${low}`;
          if (!model.has(key)) model.set(key, row);
          expect(table.add(high, low, row)).toBe(model.get(key));
        }
        expect(table.size).toBe(model.size);
      }),
      { numRuns: 300 },
    );
  });

  it('knows a fingerprint by the row that took the place of its first', () => {
    const table = new FingerprintTable(4);
    table.add(1, 7, 0);
    table.add(2, 7, 1);
    table.replace(1, 7, 2);
    expect([table.add(1, 7, 3), table.add(2, 7, 3), table.size]).toEqual([2, 1, 2]);
  });

  it('refuses a row beyond those that it was made for: it would not know its fingerprint again', () => {
    const table = new FingerprintTable(2);
    expect(() => table.add(1, 7, 2)).toThrow(RangeError);
    table.add(1, 7, 1);
    expect(() => {
      table.replace(1, 7, 2);
    }).toThrow(RangeError);
  });
});
