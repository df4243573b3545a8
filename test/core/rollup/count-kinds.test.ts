import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BAD, GOOD, KINDS, NOT_COUNTED } from '../../../shared/core/rollup/classify.ts';
import { addCounts, countKinds, countKindsByCode, totalOf } from '../../../shared/core/rollup/count-kinds.ts';
import { emptySeries } from '../../../shared/core/rollup/series.ts';
import { THIS_MINUTE } from '../../support/builders.ts';

const rowsWithCodes = fc.array(fc.tuple(fc.constantFrom(NOT_COUNTED, GOOD, BAD), fc.nat(3)));

describe('rows by kind and code', () => {
  it('are as many as a loop over them finds', () => {
    fc.assert(
      fc.property(rowsWithCodes, fc.boolean(), (rows, wide) => {
        const kinds = Uint8Array.from(rows, ([kind]) => kind);
        const list = rows.map(([, code]) => code);
        const codes = wide ? Uint16Array.from(list) : Uint8Array.from(list);
        const counts = countKindsByCode(kinds, { values: ['a', 'b', 'c'], codes });
        expect(counts).toHaveLength(4 * KINDS);
        for (const kind of [NOT_COUNTED, GOOD, BAD]) {
          expect(countKinds(kinds)[kind]).toBe(rows.filter(([each]) => each === kind).length);
          for (let code = 0; code < 4; code++)
            expect(counts[code * KINDS + kind]).toBe(rows.filter((row) => row[0] === kind && row[1] === code).length);
        }
      }),
    );
  });

  it('are added to their minute: good and bad ones to the total, those that are not counted to nothing', () => {
    const series = emptySeries(THIS_MINUTE, 2);
    const counts = countKindsByCode(Uint8Array.of(NOT_COUNTED, GOOD, BAD, BAD, GOOD), {
      values: ['a'],
      codes: Uint8Array.of(1, 1, 1, 1, 0),
    });
    addCounts(series, 1, counts, 1);
    addCounts(series, 1, counts, 1);
    expect(totalOf(counts, 1)).toBe(3);
    expect([...series.bad, ...series.total]).toEqual([0, 4, 0, 6]);
  });
});
