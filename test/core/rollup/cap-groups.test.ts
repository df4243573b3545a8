import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capGroups } from '../../../shared/core/rollup/cap-groups.ts';
import { minuteTally } from '../../../shared/core/rollup/merge-tallies.ts';
import { mergeSketches } from '../../../shared/core/rollup/sketch.ts';
import { aRollup, aTally, manyGroups, minuteTallies, withLatencies } from './rolling.ts';

const totals = (groups: Readonly<Record<string, number>>, most: number): [string, number][] =>
  [
    ...capGroups(
      aRollup(Object.fromEntries(Object.entries(groups).map(([key, total]) => [key, aTally(0, total)]))).groups,
      most,
    ),
  ].map(([key, { total }]) => [key, total]);

describe('the groups that are stored', () => {
  it.each<[string, Record<string, number>, [string, number][]]>([
    [
      'are all where they are few, the largest first',
      { 'bank=a': 1, 'bank=b': 2 },
      [
        ['bank=b', 2],
        ['bank=a', 1],
      ],
    ],
    [
      'are the largest, the rest as (other)',
      { 'bank=a': 1, 'bank=b': 5, 'bank=c': 3, 'bank=d': 2 },
      [
        ['bank=b', 5],
        ['bank=c', 3],
        ['bank=(other)', 3],
      ],
    ],
    [
      'are told apart by key where they are equal',
      { 'bank=c': 1, 'bank=b': 1, 'bank=a': 1 },
      [
        ['bank=a', 1],
        ['bank=b', 1],
        ['bank=(other)', 1],
      ],
    ],
    [
      'leave a value that is called (other) to the rest',
      { 'bank=(other)': 9, 'bank=a': 1, 'bank=b': 2, 'bank=c': 3 },
      [
        ['bank=c', 3],
        ['bank=b', 2],
        ['bank=(other)', 10],
      ],
    ],
    [
      'keep (other) beside as many as fit',
      { 'bank=(other)': 9, 'bank=a': 1, 'bank=b': 2 },
      [
        ['bank=b', 2],
        ['bank=a', 1],
        ['bank=(other)', 9],
      ],
    ],
    ['are the whole where there is no attribute', { '': 7 }, [['', 7]]],
    ['are none of none', {}, []],
  ])('%s', (_sentence, groups, expected) => {
    expect(totals(groups, 2)).toEqual(expected);
  });

  it('are 2 000', () => {
    const { groups } = manyGroups(2500);
    const kept = capGroups(groups);
    expect(kept.size).toBe(2001);
    expect([...kept.keys()].at(-1)).toBe('merchant=(other)');
    expect(capGroups(manyGroups(2000).groups).size).toBe(2000);
  });

  it('lose no event of a minute, and say of the rest what a count of it would', () => {
    const groups = fc.uniqueArray(
      fc.tuple(fc.stringMatching(/^bank=[a-z]{0,3}$/), withLatencies(minuteTallies(false))),
      {
        selector: ([key]) => key,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(groups, fc.nat(12), (entries, most) => {
        const kept = capGroups(new Map(entries), most);
        const rest = entries.filter(([key]) => !kept.has(key)).map(([, tally]) => tally);
        for (const [key, tally] of entries) expect([undefined, tally]).toContainEqual(kept.get(key));
        const sum = (of: 'bad' | 'total'): number => rest.reduce((all, tally) => all + tally[of], 0);
        const sketches = rest.flatMap(({ latencies }) => latencies ?? []);
        const latencies = sketches.length === 0 ? undefined : mergeSketches(sketches);
        expect(kept.get('bank=(other)')).toEqual(
          rest.length === 0 ? undefined : minuteTally(sum('bad'), sum('total'), undefined, latencies),
        );
      }),
    );
  });
});
