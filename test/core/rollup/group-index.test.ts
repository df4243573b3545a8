import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GroupIndex } from '../../../shared/core/rollup/group-index.ts';
import { type RollupRows, type ValueColumns, valueColumns } from '../../../shared/core/rollup/rollup-rows.ts';
import { sketchOf } from '../../../shared/core/rollup/sketch.ts';

const rowsOf = (...keys: readonly string[]): RollupRows => ({
  keys,
  bad: new Float64Array(keys.length),
  total: new Float64Array(keys.length).fill(1),
});

describe('the numbers of groups', () => {
  it('are given in the order in which they are first seen, and kept', () => {
    const index = new GroupIndex();
    expect([...index.number(rowsOf('bank=b', 'bank=c')).groups]).toEqual([0, 1]);
    expect([...index.number(rowsOf('bank=a', 'bank=c')).groups]).toEqual([2, 1]);
    expect([...index.number(rowsOf()).groups]).toEqual([]);
    expect(index.keys).toEqual(['bank=b', 'bank=c', 'bank=a']);
  });

  it('stand for the names that came, row by row, whatever came after', () => {
    const names = fc.constantFrom('', 'bank=a', 'bank=b', 'bank=(other)', 'constructor=', '__proto__=1', 'bank=中');
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(names)), (rollups) => {
        const index = new GroupIndex();
        const numbered = rollups.map((keys) => index.number(rowsOf(...keys)));
        expect(numbered.map(({ groups }) => [...groups].map((number) => index.keys[number]))).toEqual(rollups);
        expect(index.keys).toEqual([...new Set(rollups.flat())]);
      }),
    );
  });

  it('take the place of the names alone', () => {
    const rows: RollupRows = {
      ...rowsOf('bank=a', 'bank=b'),
      value: Object.fromEntries(valueColumns.map((name) => [name, Float64Array.of(1, Number.NaN)])) as ValueColumns,
      latencies: [sketchOf([80]), undefined],
      sketch: sketchOf([80]),
    };
    const { groups, bad, total, ...rest } = new GroupIndex().number(rows);
    const { keys: _, bad: __, total: ___, ...expected } = rows;
    expect(rest).toEqual(expected);
    expect([...groups]).toEqual([0, 1]);
    expect([[...bad], [...total]]).toEqual([[...rows.bad], [...rows.total]]);
  });

  it('are kept in few bytes, as the counts are: a tick holds millions of rows', () => {
    const { groups, bad, total } = new GroupIndex().number(rowsOf('bank=a'));
    expect([groups, bad, total].map(({ byteLength }) => byteLength)).toEqual([2, 1, 1]);
  });

  it.each([255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER])(
    'leave counts as they are, however narrow the arrays that hold them: %d',
    (count) => {
      const rows = { keys: ['bank=a', 'bank=b'], bad: Float64Array.of(0, count), total: Float64Array.of(1, count) };
      const { bad, total } = new GroupIndex().number(rows);
      expect([...bad, ...total]).toEqual([0, count, 1, count]);
    },
  );

  it('stay apart where there are more than sixteen bits can tell', () => {
    const index = new GroupIndex();
    const names = Array.from({ length: 2 ** 16 }, (_, number) => `bank=${number}`);
    expect(index.number(rowsOf(...names)).groups[2 ** 16 - 1]).toBe(2 ** 16 - 1);
    expect([...index.number(rowsOf('bank=0', 'bank=65535', 'bank=65536')).groups]).toEqual([0, 65_535, 65_536]);
  });
});
