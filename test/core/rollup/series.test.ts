import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attributeOf,
  groupKey,
  type GroupedSeries,
  limitGroups,
  type Series,
} from '../../../shared/core/rollup/series.ts';
import { minuteTally } from '../../../shared/core/rollup/merge-tallies.ts';
import type { Bucket, Tally } from '../../../shared/core/rollup/tally.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';

const series = (...totals: readonly number[]): Series => ({
  from: THIS_MINUTE,
  bad: Float64Array.from(totals, (total) => Math.floor(total / 2)),
  total: Float64Array.from(totals),
});
const volume = (metrics: readonly Series[] | undefined): number =>
  metrics?.[0]?.total.reduce((sum, total) => sum + total, 0) ?? 0;
const grouped = (volumes: Readonly<Record<string, number>>): GroupedSeries =>
  new Map(Object.entries(volumes).map(([group, total]) => [group, [series(total)]]));
const volumesOf = (groups: GroupedSeries): Record<string, number> =>
  Object.fromEntries([...groups].map(([group, metrics]) => [group, volume(metrics)]));

describe('the groups that are judged on their own', () => {
  it('are the 200 largest of an attribute, the rest together as (other)', () => {
    const all = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`bank=b${index}`, index + 1]));
    const kept = volumesOf(limitGroups(grouped({ '': 9, ...all }), new Set()));
    expect(Object.keys(kept)).toHaveLength(1 + 200 + 1);
    expect(kept['bank=b50']).toBe(51);
    expect(kept).not.toHaveProperty('bank=b49');
    expect(kept['bank=(other)']).toBe((50 * 51) / 2);
  });

  it.each<[string, Record<string, number>, readonly string[], Record<string, number>]>([
    ['are all where they are few', { '': 3, 'bank=a': 1, 'bank=b': 2 }, [], { '': 3, 'bank=a': 1, 'bank=b': 2 }],
    ['are the largest', { 'bank=a': 1, 'bank=b': 5, 'bank=c': 3 }, [], { 'bank=b': 5, 'bank=c': 3, 'bank=(other)': 1 }],
    [
      'are told apart by name where they are equal, the same each time',
      { 'bank=c': 1, 'bank=b': 1, 'bank=a': 1 },
      [],
      { 'bank=a': 1, 'bank=b': 1, 'bank=(other)': 1 },
    ],
    [
      'are chosen for each attribute apart',
      { 'bank=a': 9, 'bank=b': 8, 'method=x': 1, 'method=y': 1 },
      [],
      { 'bank=a': 9, 'bank=b': 8, 'method=x': 1, 'method=y': 1 },
    ],
    [
      'are members of an open incident too, however small',
      { 'bank=a': 9, 'bank=b': 8, 'bank=c': 7, 'bank=d': 1 },
      ['bank=d'],
      { 'bank=a': 9, 'bank=b': 8, 'bank=d': 1, 'bank=(other)': 7 },
    ],
    ['are not members that have no events', { 'bank=a': 9 }, ['bank=z'], { 'bank=a': 9 }],
    ['never are the whole, which stays', { '': 1, 'bank=a': 9, 'bank=b': 8 }, [], { '': 1, 'bank=a': 9, 'bank=b': 8 }],
    [
      'leave a value that is called (other) to the rest, however large',
      { 'bank=(other)': 9, 'bank=a': 8, 'bank=b': 7, 'bank=c': 6 },
      [],
      { 'bank=a': 8, 'bank=b': 7, 'bank=(other)': 15 },
    ],
    [
      'may have = in their values',
      { 'bank=a=b': 3, 'bank=a=c': 2, 'bank=x': 1 },
      [],
      { 'bank=a=b': 3, 'bank=a=c': 2, 'bank=(other)': 1 },
    ],
  ])('%s', (_sentence, volumes, members, expected) => {
    expect(volumesOf(limitGroups(grouped(volumes), new Set(members), 2))).toEqual(expected);
  });

  it('lose no event: each minute, metric and attribute has as many as before', () => {
    const counts = fc.nat(20);
    const metrics = fc.array(
      fc.tuple(counts, counts).map((totals) => series(...totals)),
      { minLength: 2, maxLength: 2 },
    );
    const keys = fc.tuple(
      fc.constantFrom('bank', 'method'),
      fc.constantFrom('a', 'b', 'c', 'd', 'e', '(other)', 'a=b'),
    );
    const groups = fc.uniqueArray(fc.tuple(keys, metrics), {
      selector: ([[attribute, value]]) => groupKey(attribute, value),
    });
    const sums = (all: GroupedSeries): Record<string, number[]> => {
      const perAttribute: Record<string, number[]> = {};
      for (const [key, [one, other]] of all)
        perAttribute[attributeOf(key)] = [
          ...(one?.total ?? []),
          ...(one?.bad ?? []),
          ...(other?.total ?? []),
          ...(other?.bad ?? []),
        ].map((count, index) => count + (perAttribute[attributeOf(key)]?.[index] ?? 0));
      return perAttribute;
    };
    fc.assert(
      fc.property(groups, fc.subarray(['bank=a', 'bank=b', 'method=e']), fc.nat(4), (entries, members, limit) => {
        const all: GroupedSeries = new Map(
          entries.map(([[attribute, value], each]) => [groupKey(attribute, value), each]),
        );
        const before = sums(all);
        const kept = limitGroups(all, new Set(members), limit);
        expect(sums(kept)).toEqual(before);
        expect(sums(all)).toEqual(before);
        for (const member of members) expect(kept.get(member)).toEqual(all.get(member));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a group that is large in past weeks', () => {
  const usually = (now: number, ...weeks: readonly number[]): readonly Series[] => [
    {
      ...series(now),
      weeks: weeks.map((total, index) => ({ ...series(total), ago: index + 1, knownFrom: THIS_MINUTE })),
    },
  ];

  it.each<[string, Record<string, readonly Series[]>, string[]]>([
    [
      'is judged on its own though it is dead today',
      { 'bank=dead': usually(0, 90, 90, 90), 'bank=a': usually(9, 9) },
      ['bank=dead', 'bank=(other)'],
    ],
    [
      'counts as what it has on the average, not as its best week',
      { 'bank=once': usually(0, 90, 0, 0), 'bank=a': usually(40, 1) },
      ['bank=a', 'bank=(other)'],
    ],
    [
      'counts as what it has today where that is more',
      { 'bank=grown': usually(50, 1), 'bank=a': usually(40, 40) },
      ['bank=grown', 'bank=(other)'],
    ],
    [
      'counts as what it has today where no week is known',
      { 'bank=a': usually(40), 'bank=b': usually(50) },
      ['bank=b', 'bank=(other)'],
    ],
  ])('%s', (_sentence, groups, expected) => {
    expect([...limitGroups(new Map(Object.entries(groups)), new Set(), 1).keys()]).toEqual(expected);
  });

  it('has its weeks in the rest where it is not judged on its own', () => {
    const groups = new Map(
      Object.entries({ 'bank=a': usually(9, 9), 'bank=b': usually(0, 4), 'bank=c': usually(1, 3) }),
    );
    const [other] = limitGroups(groups, new Set(), 1).get('bank=(other)') ?? [];
    expect(other?.weeks?.map(({ total }) => total)).toEqual([Float64Array.of(7)]);
  });
});

describe('the value of the rest', () => {
  const weighted = (bad: number, total: number, largest: number): Series => ({
    ...series(4),
    value: {
      bad: Float64Array.of(bad),
      total: Float64Array.of(total),
      badSquares: Float64Array.of(bad * 2),
      totalSquares: Float64Array.of(total * 2),
      largestBad: Float64Array.of(largest),
    },
  });
  const all: GroupedSeries = new Map([
    ['bank=a', [series(9)]],
    ['bank=b', [weighted(10, 100, 7)]],
    ['bank=c', [weighted(20, 300, 20)]],
    ['bank=d', [weighted(3, 5, 3)]],
  ]);

  it('is added up, and the largest bad one is the largest of all', () => {
    const [other] = limitGroups(all, new Set(), 1).get('bank=(other)') ?? [];
    expect(other?.value).toEqual({
      bad: Float64Array.of(33),
      total: Float64Array.of(405),
      badSquares: Float64Array.of(66),
      totalSquares: Float64Array.of(810),
      largestBad: Float64Array.of(20),
    });
  });

  it('leaves that of the groups as it was', () => {
    expect(all.get('bank=b')?.[0]?.value?.total).toEqual(Float64Array.of(100));
  });

  it('is not there where there is none', () => {
    const counts: GroupedSeries = new Map([
      ['bank=a', [series(9)]],
      ['bank=b', [series(1)]],
    ]);
    expect(limitGroups(counts, new Set(), 0).get('bank=(other)')?.[0]).not.toHaveProperty('value');
  });
});

describe('older hours', () => {
  const hour = (ago: number, tally: Tally): Bucket => ({
    ...tally,
    from: addMinutes(THIS_MINUTE, -ago * 60),
    to: addMinutes(THIS_MINUTE, (1 - ago) * 60),
  });
  const value = { bad: 5, total: 9, badSquares: 25, totalSquares: 41, largestBad: 5 };
  const all: GroupedSeries = new Map([
    ['bank=a', [series(9)]],
    ['bank=b', [{ ...series(1), older: [hour(1, minuteTally(1, 20))] }]],
    ['bank=c', [{ ...series(3), older: [hour(3, minuteTally(1, 4, value)), hour(1, minuteTally(2, 2, value))] }]],
    ['bank=d', [{ ...series(2), older: [hour(2, minuteTally(0, 1)), hour(1, minuteTally(0, 3, value))] }]],
  ]);
  const otherOf = (perAttribute: number): Series | undefined =>
    limitGroups(all, new Set(), perAttribute).get('bank=(other)')?.[0];

  it('count for the rank of a group as its minutes do', () => {
    expect([...limitGroups(all, new Set(), 2).keys()]).toEqual(['bank=b', 'bank=a', 'bank=(other)']);
  });

  it('of the rest are those of its groups, oldest first, the same hour once', () => {
    const older = otherOf(2)?.older ?? [];
    expect(older.map(({ from, to, bad, total }) => [THIS_MINUTE - from, to - from, bad, total])).toEqual([
      [180, 60, 1, 4],
      [120, 60, 0, 1],
      [60, 60, 2, 5],
    ]);
    expect(older[2]?.value).toEqual({ bad: 10, total: 18, badSquares: 50, totalSquares: 82, largestBad: 5 });
    expect(older[2]?.minutes).toBe(2);
    expect(otherOf(2)?.total).toEqual(Float64Array.of(5));
  });

  it('of the rest are there where one of its groups has any', () => {
    expect(otherOf(0)?.older).toHaveLength(3);
    expect(
      limitGroups(grouped({ 'bank=a': 1, 'bank=b': 2 }), new Set(), 0).get('bank=(other)')?.[0],
    ).not.toHaveProperty('older');
  });

  it('of the groups stay as they were', () => {
    otherOf(0);
    expect(all.get('bank=b')?.[0]?.older).toEqual([hour(1, minuteTally(1, 20))]);
    expect(limitGroups(all, new Set(), 2).get('bank=b')).toBe(all.get('bank=b'));
  });
});

describe('the attribute of a group', () => {
  it.each([
    ['bank=icbc', 'bank'],
    ['bank=a=b', 'bank'],
    ['bank=', 'bank'],
    ['', ''],
  ])('%s is %s', (group, attribute) => {
    expect(attributeOf(group)).toBe(attribute);
  });
});
