import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryRollups } from '../../shared/adapters/memory/rollups.ts';
import { type KnownSpan, metricParts, type Stretch } from '../../shared/app/count-span.ts';
import { ownersOf } from '../../shared/app/owners.ts';
import { KnownRollups } from '../../shared/app/read-rollups.ts';
import { seriesOfSpan } from '../../shared/app/series-of-span.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { limits } from '../../shared/core/limits.ts';
import { encodeRollup } from '../../shared/core/rollup/encode-rollup.ts';
import { minuteTally } from '../../shared/core/rollup/merge-tallies.ts';
import { attachWeeks } from '../../shared/core/rollup/past-weeks.ts';
import type { OwnerOf } from '../../shared/core/rollup/rolled-series.ts';
import { attributeOf, type GroupKey, limitGroups } from '../../shared/core/rollup/series.ts';
import { addMinutes, MINUTES_PER_HOUR as HOUR } from '../../shared/core/units.ts';
import { aGuardrail, aLatencyGuardrail, NOW, THIS_MINUTE } from '../support/builders.ts';

const WEEK = 7 * 24 * HOUR;

/** An hour and two minutes, this week or so many weeks ago. */
const spanOf = (ago: number): KnownSpan => {
  const [from, to] = [addMinutes(THIS_MINUTE, -ago * WEEK), addMinutes(THIS_MINUTE, 2 - ago * WEEK)];
  const minutes = [0, 1].map((minute): Stretch => ({
    unit: 'minute',
    from: addMinutes(from, minute),
    to: addMinutes(from, minute + 1),
  }));
  const older: readonly Stretch[] = [{ unit: 'hour', from: addMinutes(from, -HOUR), to: from }];
  return { range: { from, to }, minutes, unknown: [], older, knownFrom: addMinutes(from, -HOUR) };
};

/** How many events a rollup has, by group. */
type Volumes = Readonly<Record<GroupKey, number>>;
/** Of a metric by an attribute, in an hour and in each of the two minutes behind it, so many weeks ago. */
type VolumesOf = (by: string, ago: number, unit: Stretch['unit'], metric: number) => Volumes;

/** What is known of a guardrail this week and in some weeks before. */
const aKnownPast = async (guardrail: Guardrail, volumesOf: VolumesOf, weekCount = 0) => {
  const [span, ...weeks] = Array.from({ length: weekCount + 1 }, (_, ago) => spanOf(ago));
  if (span === undefined) throw new Error('there is this week');
  const parts = metricParts(guardrail);
  const rollups = memoryRollups();
  const stretches = [span, ...weeks].flatMap(({ minutes, older }, ago) =>
    [...older, ...minutes].map((stretch) => ({ ...stretch, ago })),
  );
  for (const { metric, part } of parts)
    for (const { unit, from, ago } of stretches) {
      const volumes = Object.entries(volumesOf(part.by, ago, unit, metric)).filter(([, total]) => total > 0);
      const data = encodeRollup({ groups: new Map(volumes.map(([group, total]) => [group, minuteTally(0, total)])) });
      await rollups.put(part, unit, { start: from, data }, 0, 'w');
    }
  const known = new KnownRollups(rollups, NOW);
  await known.read(parts.flatMap(({ part }) => stretches.map((range) => ({ part, unit: range.unit, range }))));
  return {
    /** Those that a rollup tells of. */
    groups: parts.flatMap(({ part }) => known.of(part).groups.keys),
    owner: (always: readonly GroupKey[] = []): OwnerOf =>
      ownersOf({ guardrail, parts }, { span, weeks, known }, new Set(always)),
    /** The slow way: every group is counted, and it is chosen afterwards who is judged. */
    judged: (always: readonly GroupKey[] = []): ReadonlySet<GroupKey> => {
      const itself: OwnerOf = (group) => group;
      const counts = attachWeeks(
        seriesOfSpan(guardrail, parts, span, known, itself),
        weeks.map((week, index) => ({
          ago: index + 1,
          shift: (index + 1) * WEEK,
          knownFrom: week.knownFrom,
          series: seriesOfSpan(guardrail, parts, week, known, itself),
        })),
      );
      return new Set(limitGroups(counts, new Set(always), guardrail.groups).keys());
    },
  };
};

const byBank =
  (volumes: Volumes): VolumesOf =>
  (by) =>
    by === 'bank' ? volumes : {};
const ownOf = (owner: OwnerOf, groups: Volumes): GroupKey[] =>
  Object.keys(groups).filter((group) => owner(group) === group);
const five = { 'bank=a': 9, 'bank=b': 8, 'bank=c': 7, 'bank=d': 6, 'bank=e': 5 };
const three = aGuardrail({ by: ['bank', 'method'], groups: 3 });

describe('who has counts of its own', () => {
  it.each<[string, Volumes, readonly GroupKey[], string[]]>([
    ['are all where they are few', { 'bank=b': 2, 'bank=a': 1, 'bank=c': 1 }, [], ['bank=a', 'bank=b', 'bank=c']],
    ['are the largest', five, [], ['bank=a', 'bank=b', 'bank=c']],
    [
      'are the first by name where they are equal',
      { 'bank=d': 1, 'bank=c': 1, 'bank=b': 1, 'bank=a': 1 },
      [],
      ['bank=a', 'bank=b', 'bank=c'],
    ],
    ['are whoever is named too, however small', five, ['bank=e'], ['bank=a', 'bank=b', 'bank=c', 'bank=e']],
    [
      'are never a value that is called (other), which is no place of theirs, though it is named',
      { 'bank=(other)': 99, 'bank=a': 9, 'bank=b': 8, 'bank=c': 7, 'bank=d': 6 },
      ['bank=(other)'],
      ['bank=(other)', 'bank=a', 'bank=b', 'bank=c'],
    ],
  ])('%s', async (_sentence, volumes, always, expected) => {
    const owner = (await aKnownPast(three, byBank(volumes))).owner(always);
    expect(ownOf(owner, volumes).sort()).toEqual(expected);
    for (const group of Object.keys(volumes).filter((each) => !expected.includes(each)))
      expect(owner(group)).toBe('bank=(other)');
  });

  it('are 200 of an attribute where the rule does not say how many', async () => {
    const all = Object.fromEntries(
      Array.from({ length: limits.groupsPerAttribute + 50 }, (_, rank) => [`bank=b${rank}`, rank + 1]),
    );
    const owner = (await aKnownPast(aGuardrail({ by: ['bank'] }), byBank(all))).owner();
    expect(ownOf(owner, all)).toHaveLength(200);
    expect([owner('bank=b50'), owner('bank=b49')]).toEqual(['bank=b50', 'bank=(other)']);
  });

  it('are the largest of hours and minutes together', async () => {
    const past = await aKnownPast(three, (by, _, unit) =>
      by !== 'bank' ? {} : unit === 'hour' ? { 'bank=h': 7, 'bank=x': 5, 'bank=y': 3 } : { 'bank=m': 3, 'bank=y': 2 },
    );
    // 7 in the hour, 3 in each of two minutes, 3 and 2 in each; x has 5.
    expect(ownOf(past.owner(), { 'bank=h': 7, 'bank=m': 6, 'bank=x': 5, 'bank=y': 7 })).toEqual([
      'bank=h',
      'bank=m',
      'bank=y',
    ]);
  });

  it('are chosen for each attribute apart, and the whole is itself', async () => {
    const owner = (
      await aKnownPast(three, (by) => (by === 'bank' ? five : by === '' ? { '': 9 } : { 'method=qr': 1 }))
    ).owner();
    expect(owner('method=qr')).toBe('method=qr');
    expect(owner('bank=e')).toBe('bank=(other)');
    expect(owner('')).toBe('');
  });

  it('is whoever no rollup knows: how large it is will be seen', async () => {
    const past = await aKnownPast(three, byBank(five));
    expect(past.owner()('bank=new')).toBe('bank=new');
    expect(past.owner(['bank=new'])('bank=new')).toBe('bank=new');
  });
});

describe('a bank that is dead this week', () => {
  const living = { 'bank=a': 9, 'bank=b': 8, 'bank=c': 6 };
  /** By what it had in the hour and in each of the minutes: three times that. */
  const owner = async (weeks: number, dead: (ago: number) => number): Promise<string> =>
    (await aKnownPast(three, (by, ago) => (by === 'bank' ? { ...living, 'bank=dead': dead(ago) } : {}), weeks)).owner()(
      'bank=dead',
    );

  it.each<[string, number, readonly number[], string]>([
    ['has counts of its own where it is large in past weeks', 2, [0, 7, 7], 'bank=dead'],
    ['counts as what it has on the average, not as its best week', 3, [0, 0, 0, 17], 'bank=(other)'],
    ['counts as what it has on the average, whichever week that is from', 3, [0, 19, 0, 0], 'bank=dead'],
    ['counts as what it has today where that is more', 2, [7, 0, 0], 'bank=dead'],
    ['is small where it always was', 2, [5, 5, 5], 'bank=(other)'],
  ])('%s', async (_sentence, weeks, volumes, expected) => {
    expect(await owner(weeks, (ago) => volumes[ago] ?? 0)).toBe(expected);
  });
});

describe('a guardrail of several metrics', () => {
  const guardrail = aLatencyGuardrail({
    warning: { above: '800ms' },
    critical: { above: '2s' },
    by: ['bank'],
    groups: 3,
  });

  it('ranks its groups by the first of them, and those of the others alone behind', async () => {
    const past = await aKnownPast(guardrail, (by, _, __, metric) =>
      by === ''
        ? {}
        : metric === 0
          ? { 'bank=y': 1, 'bank=z': 1 }
          : { 'bank=z': 1, 'bank=a': 99, 'bank=b': 99, 'bank=c': 99 },
    );
    const all = { 'bank=a': 0, 'bank=b': 0, 'bank=c': 0, 'bank=y': 0, 'bank=z': 0 };
    expect(ownOf(past.owner(), all)).toEqual(['bank=a', 'bank=y', 'bank=z']);
    expect(ownOf(past.owner(['bank=c']), all)).toEqual(['bank=a', 'bank=c', 'bank=y', 'bank=z']);
  });
});

it('nobody is in the rest whom counting every group would have judged', async () => {
  const names = ['bank=a', 'bank=b', 'bank=c', 'bank=d', 'bank=(other)', 'method=x', 'method=y', 'method=(other)'];
  const volumes = fc.record(Object.fromEntries(names.map((name) => [name, fc.nat(3)])));
  let folded = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(volumes, { minLength: 16, maxLength: 16 }),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(3),
      fc.boolean(),
      fc.subarray(['bank=a', 'bank=d', 'bank=(other)', 'method=y', 'bank=none'], { maxLength: 2 }),
      async (drawn, groups, weeks, hasTwo, always) => {
        const guardrail = hasTwo
          ? aLatencyGuardrail({
              warning: { above: '800ms' },
              critical: { above: '2s' },
              by: ['bank', 'method'],
              groups,
            })
          : aGuardrail({ by: ['bank', 'method'], groups });
        const past = await aKnownPast(
          guardrail,
          (by, ago, unit, metric) =>
            by === ''
              ? { '': 1 }
              : Object.fromEntries(
                  Object.entries(drawn[ago * 4 + metric * 2 + (unit === 'hour' ? 0 : 1)] ?? {}).filter(([name]) =>
                    name.startsWith(by),
                  ),
                ),
          weeks,
        );
        const [owner, judged] = [past.owner(always), past.judged(always)];
        for (const name of judged) expect(owner(name)).toBe(name);
        for (const name of past.groups.filter((each) => !judged.has(each))) {
          expect(owner(name)).toBe(`${attributeOf(name)}=(other)`);
          folded++;
        }
      },
    ),
    { numRuns: 200 },
  );
  expect(folded).toBeGreaterThan(50);
});
