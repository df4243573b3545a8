import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRollup, decodeRollupRows } from '../../../shared/core/rollup/decode-rollup.ts';
import { encodeRollup } from '../../../shared/core/rollup/encode-rollup.ts';
import { minuteTally } from '../../../shared/core/rollup/merge-tallies.ts';
import { mergeRollups, type Rollup } from '../../../shared/core/rollup/rollup.ts';
import {
  type RollupRows,
  rollupOfRows,
  tallyAt,
  valueAt,
  valueColumns,
} from '../../../shared/core/rollup/rollup-rows.ts';
import { sketchOf } from '../../../shared/core/rollup/sketch.ts';
import { aRollup, aTally, minuteRollups } from './rolling.ts';

const rowsOf = (rollup: Rollup): RollupRows => decodeRollupRows(encodeRollup(rollup));

describe('the rows of a rollup', () => {
  it('are its groups by name, each with all that was counted of it: of minutes, of hours', () => {
    fc.assert(
      fc.property(minuteRollups, (minutes) => {
        for (const rollup of [...minutes, mergeRollups(minutes)]) {
          const rows = rowsOf(rollup);
          expect(rows.keys).toEqual([...rollup.groups.keys()].sort());
          for (const [row, key] of rows.keys.entries()) {
            expect(tallyAt(rows, row)).toEqual(rollup.groups.get(key));
            expect(rows.value && valueAt(rows.value, row)).toEqual(rollup.groups.get(key)?.value);
            expect(rows.latencies?.[row]).toEqual(rollup.groups.get(key)?.latencies);
          }
          expect(rows.sketch).toEqual(rollup.sketch);
          expect(rollupOfRows(rows)).toEqual(decodeRollup(encodeRollup(rollup)));
        }
      }),
    );
  });

  it('have no column that none of them needs', () => {
    expect(Object.keys(rowsOf(aRollup({ 'bank=a': aTally(1, 3) })))).toEqual(['keys', 'bad', 'total']);
    const hour = mergeRollups([aRollup({ 'bank=a': aTally(1, 3) }), aRollup({ 'bank=a': aTally(1, 3) })]);
    expect(Object.keys(rowsOf(hour))).toContain('spans');
  });

  it('are none where nothing came', () => {
    expect(rowsOf(aRollup({}))).toEqual({ keys: [], bad: new Float64Array(), total: new Float64Array() });
  });

  it('as a rollup are the largest first, then by name, and (other) at the end however large', () => {
    const tallies = { 'bank=(other)': 9, 'bank=a': 1, 'bank=b': 5, 'bank=c': 5 };
    const rows = rowsOf(
      aRollup(Object.fromEntries(Object.entries(tallies).map(([key, total]) => [key, aTally(0, total)]))),
    );
    expect(rows.keys).toEqual(['bank=(other)', 'bank=a', 'bank=b', 'bank=c']);
    expect([...rollupOfRows(rows).groups.keys()]).toEqual(['bank=b', 'bank=c', 'bank=a', 'bank=(other)']);
  });
});

describe('a row without value beside rows that have it', () => {
  const value = { bad: 5, total: 9, badSquares: 25, totalSquares: 41, largestBad: 5 };
  const rows = rowsOf(aRollup({ 'bank=a': minuteTally(1, 2, value), 'bank=b': aTally(1, 2) }));

  it('has none, which is not the same as a value of nothing', () => {
    expect(valueColumns.map((name) => rows.value?.[name][1])).toEqual(valueColumns.map(() => Number.NaN));
    expect(rows.value && valueAt(rows.value, 0)).toEqual(value);
    expect(rows.value && valueAt(rows.value, 1)).toBeUndefined();
    expect(tallyAt(rows, 1)).toEqual(aTally(1, 2));
  });

  it('has none behind the last row either', () => {
    expect(rows.value && valueAt(rows.value, 2)).toBeUndefined();
  });
});

it('a row of a span has what was said of it, not what would follow from its counts', () => {
  const tally = { ...minuteTally(2, 5, undefined, sketchOf([80])), minutes: 3, squares: 11 };
  expect(tallyAt(rowsOf(aRollup({ 'bank=a': tally })), 0)).toEqual(tally);
});
