import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Guardrail, Metric } from '../../../shared/core/guardrail/guardrail.ts';
import { minuteTally } from '../../../shared/core/rollup/merge-tallies.ts';
import { rolledSeries } from '../../../shared/core/rollup/rolled-series.ts';
import { mergeRollups, type Rollup } from '../../../shared/core/rollup/rollup.ts';
import type { GroupKey, OpenSeries, Series } from '../../../shared/core/rollup/series.ts';
import { sketchOf } from '../../../shared/core/rollup/sketch.ts';
import type { Bucket } from '../../../shared/core/rollup/tally.ts';
import { addMinutes, type EpochMinute, MINUTES_PER_HOUR as HOUR } from '../../../shared/core/units.ts';
import {
  aGuardrail,
  aLatencyGuardrail,
  aVolumeGuardrail,
  aWeightedGuardrail,
  THIS_MINUTE,
} from '../../support/builders.ts';
import { aBaselineLatencyGuardrail, measure, measureRolled, segments } from './counting.ts';
import { aRollup, aTally, minuteTallies, rolledPart, type Told } from './rolling.ts';

const by = ['bank', 'source'];

describe('counts from rollups', () => {
  it.each<[string, Guardrail]>([
    ['a rate', aGuardrail({ bad: { outcome: ['failed', 'timeout'] }, by })],
    ['latency, for each limit', aLatencyGuardrail({ warning: { above: '800ms' }, critical: { above: '2s' }, by })],
    ['latency with a baseline, and its latencies', aBaselineLatencyGuardrail({ by })],
    ['volume', aVolumeGuardrail({ by })],
    ['value', aWeightedGuardrail({ by })],
    ['a rate by distinct values', aGuardrail({ countBy: 'order', by })],
    ['latency by distinct values', aLatencyGuardrail({ countBy: 'order', by })],
    ['latency with a baseline by distinct values', aBaselineLatencyGuardrail({ countBy: 'order', by })],
    ['volume by distinct values', aVolumeGuardrail({ countBy: 'order', by })],
    ['the whole alone', aGuardrail()],
  ])('of %s are those from raw, minute by minute', (_sentence, guardrail) => {
    fc.assert(
      fc.property(segments, ({ lists }) => {
        expect(measureRolled(guardrail, lists)).toEqual(measure(guardrail, lists));
      }),
      { numRuns: 150 },
    );
  });
});

const metricOf = ({ metrics: [metric] }: Guardrail): Metric => {
  if (metric === undefined) throw new Error('a guardrail has a metric');
  return metric;
};
const rate = metricOf(aGuardrail());
const weighted = metricOf(aWeightedGuardrail());

/** Every group of two minutes, and of what lies before them. */
const rolled = (
  minutes: readonly Told[],
  older: readonly Told[] = [],
  metric = rate,
): ReadonlyMap<GroupKey, OpenSeries> =>
  rolledSeries(
    rolledPart(metric, minutes, older),
    { from: THIS_MINUTE, to: addMinutes(THIS_MINUTE, 2) },
    (group) => group,
  );
const minute = (offset: number, rollup: Rollup): Told => [
  addMinutes(THIS_MINUTE, offset),
  addMinutes(THIS_MINUTE, offset + 1),
  rollup,
];
const hoursBefore = (hours: number): EpochMinute => addMinutes(THIS_MINUTE, -hours * HOUR);
/** From so many hours before the minutes to so many. */
const before = (from: number, to: number, rollup: Rollup): Told => [hoursBefore(from), hoursBefore(to), rollup];

describe('a sealed minute', () => {
  it('has the counts of its groups, and no other group is made', () => {
    const series = rolled([minute(1, aRollup({ 'bank=icbc': aTally(2, 5) }))]);
    expect([...series.keys()]).toEqual(['bank=icbc']);
    expect(series.get('bank=icbc')).toEqual({
      from: THIS_MINUTE,
      bad: Float64Array.of(0, 2),
      total: Float64Array.of(0, 5),
    });
  });

  it('that has no event is there, and makes no group', () => {
    expect(rolled([minute(0, aRollup({})), minute(1, aRollup({}))]).size).toBe(0);
  });

  it('keeps the latencies of a metric that has them, and leaves those of others', () => {
    const latencies = sketchOf([80, 90, 900]);
    const minutes = [minute(1, aRollup({ '': minuteTally(2, 5, undefined, latencies) }))];
    expect(rolled(minutes, [], metricOf(aBaselineLatencyGuardrail())).get('')?.latencies).toEqual([
      undefined,
      latencies,
    ]);
    expect(rolled(minutes).get('')).not.toHaveProperty('latencies');
  });

  it('has no value where the metric has none, or its rollup', () => {
    const value = { bad: 5, total: 9, badSquares: 25, totalSquares: 41, largestBad: 5 };
    const minutes = [minute(0, aRollup({ 'bank=a': minuteTally(1, 2, value), 'bank=b': aTally(1, 2) }))];
    expect(rolled(minutes).get('bank=a')).not.toHaveProperty('value');
    expect(rolled(minutes, [], weighted).get('bank=a')?.value?.total).toEqual(Float64Array.of(9, 0));
    expect(rolled(minutes, [], weighted).get('bank=b')?.value?.total).toEqual(Float64Array.of(0, 0));
  });
});

describe('an hour, or a day,', () => {
  const totals = (series: Series | undefined): [number, number][] | undefined =>
    series?.older?.map(({ from, total }) => [(from - THIS_MINUTE) / HOUR, total]);

  it('is a bucket for each group that had events', () => {
    const tally = { ...aTally(2, 5), minutes: 3 };
    const series = rolled(
      [minute(0, aRollup({ 'bank=ccb': aTally(0, 1) }))],
      [before(1, 0, aRollup({ 'bank=icbc': tally }))],
    );
    expect(series.get('bank=icbc')?.older).toEqual([{ ...tally, from: hoursBefore(1), to: THIS_MINUTE }]);
    expect(series.get('bank=ccb')).not.toHaveProperty('older');
  });

  it('makes a group that has no minutes one of empty minutes', () => {
    const series = rolled([], [before(1, 0, aRollup({ 'bank=icbc': aTally(2, 5) }))]);
    expect(series.get('bank=icbc')?.total).toEqual(Float64Array.of(0, 0));
  });

  it('lies beside those that end where it begins, and begin where it ends', () => {
    const stretches = [
      [54, 30],
      [30, 6],
      [6, 5],
      [4, 3],
    ] as const;
    const series = rolled(
      [],
      stretches.map(([from, to]) => before(from, to, aRollup({ '': aTally(0, from) }))),
    );
    expect(totals(series.get(''))).toEqual(stretches.map(([from]) => [-from, from]));
    expect(series.get('')?.older?.map(({ from, to }) => (to - from) / HOUR)).toEqual([24, 24, 1, 1]);
  });

  it('leaves the minutes as they were counted', () => {
    const series = rolled(
      [minute(0, aRollup({ '': aTally(1, 2) })), minute(1, aRollup({ '': aTally(3, 4) }))],
      [before(1, 0, aRollup({ '': aTally(0, 9) }))],
    );
    expect(series.get('')).toMatchObject({ bad: Float64Array.of(1, 3), total: Float64Array.of(2, 4) });
    expect(totals(series.get(''))).toEqual([[-1, 9]]);
  });

  it('sums what its minutes say, for each group', () => {
    const minutes = fc.array(
      fc.array(fc.tuple(fc.constantFrom('bank=a', 'bank=b', 'bank=c'), minuteTallies(true)), { maxLength: 3 }),
      { minLength: 2 * HOUR, maxLength: 2 * HOUR },
    );
    fc.assert(
      fc.property(minutes, (all) => {
        const rollups = all.map((entries): Rollup => ({ groups: new Map(entries) }));
        const range = { from: hoursBefore(2), to: THIS_MINUTE };
        const inMinutes = rollups.map((rollup, index) => minute(index - 2 * HOUR, rollup));
        const byMinute = rolledSeries(rolledPart(weighted, inMinutes), range, (group) => group);
        const merged = [rollups.slice(0, HOUR), rollups.slice(HOUR)].map(mergeRollups);
        const byHour = rolled(
          [],
          merged.map((rollup, index) => before(2 - index, 1 - index, rollup)),
          weighted,
        );
        expect([...byHour.keys()].sort()).toEqual([...byMinute.keys()].sort());
        for (const [group, series] of byMinute) {
          const expected = [0, 1].map((hour) => bucketOf(series, hour)).filter(({ total }) => total > 0);
          expect(byHour.get(group)?.older).toEqual(expected);
        }
      }),
      { numRuns: 30 },
    );
  });

  /** The sums over an hour of a series, in the order in which they are added up. */
  const bucketOf = ({ from, bad, total, value }: Series, hour: number): Bucket => {
    const sum = (of: (minute: number) => number): number =>
      Array.from({ length: HOUR }, (_, offset) => of(hour * HOUR + offset)).reduce((all, each) => all + each, 0);
    const has = (of: (minute: number) => boolean): number => sum((offset) => (of(offset) ? 1 : 0));
    const [badAt, totalAt] = [(offset: number) => bad[offset] ?? 0, (offset: number) => total[offset] ?? 0];
    return {
      from: addMinutes(from, hour * HOUR),
      to: addMinutes(from, (hour + 1) * HOUR),
      bad: sum(badAt),
      total: sum(totalAt),
      minutes: has((offset) => totalAt(offset) > 0),
      badMinutes: has((offset) => badAt(offset) > 0),
      goodMinutes: has((offset) => badAt(offset) < totalAt(offset)),
      squares: sum((offset) => totalAt(offset) ** 2),
      badSquaresOverTotal: sum((offset) => (totalAt(offset) === 0 ? 0 : badAt(offset) ** 2 / totalAt(offset))),
      ...(value && {
        value: {
          bad: sum((offset) => value.bad[offset] ?? 0),
          total: sum((offset) => value.total[offset] ?? 0),
          badSquares: sum((offset) => value.badSquares[offset] ?? 0),
          totalSquares: sum((offset) => value.totalSquares[offset] ?? 0),
          largestBad: Math.max(...value.largestBad.slice(hour * HOUR, (hour + 1) * HOUR)),
        },
      }),
    };
  };
});

describe('what would count twice, or as of another time, is refused', () => {
  const something = aRollup({ 'bank=icbc': aTally(0, 1) });
  const from = (hours: number): string => `minutes ${hoursBefore(hours)}`;

  it.each<[string, readonly Told[], readonly Told[], string]>([
    ['a minute before the first', [minute(-1, something)], [], `one of the 2 from ${THIS_MINUTE} on`],
    ['a minute behind the last', [minute(2, something)], [], `one of the 2 from ${THIS_MINUTE} on`],
    [
      'two minutes as one',
      [[THIS_MINUTE, addMinutes(THIS_MINUTE, 2), something]],
      [],
      `minutes ${THIS_MINUTE} to ${THIS_MINUTE + 2}: expected one of the 2 from ${THIS_MINUTE} on`,
    ],
    [
      'a minute twice',
      [minute(0, something), minute(0, something)],
      [],
      `minutes ${THIS_MINUTE} to ${THIS_MINUTE + 1}: expected each minute once, oldest first, those before ${THIS_MINUTE + 1} were added`,
    ],
    [
      'an hour of the minutes',
      [],
      [before(1, -1, something)],
      `${from(1)} to ${hoursBefore(-1)}: expected a stretch that ends by`,
    ],
    [
      'an hour that ends in the minutes',
      [],
      [before(0.9, -0.1, something)],
      `expected a stretch that ends by ${THIS_MINUTE}`,
    ],
    [
      'an hour that is empty',
      [],
      [before(2, 2, something)],
      `${from(2)} to ${hoursBefore(2)}: expected a stretch that ends by`,
    ],
    ['an hour that ends before it begins', [], [before(2, 3, something)], 'expected a stretch that ends by'],
    [
      'an hour twice',
      [],
      [before(5, 4, something), before(5, 4, something)],
      `${from(5)} to ${hoursBefore(4)}: expected each minute once`,
    ],
    ['an hour of a day', [], [before(27, 3, something), before(5, 4, something)], 'expected each minute once'],
    ['a day that holds an hour', [], [before(5, 4, something), before(27, 3, something)], 'expected each minute once'],
    [
      'one that begins in another',
      [],
      [before(5, 4, something), before(4.5, 3, something)],
      'expected each minute once',
    ],
    [
      'hours that are not oldest first',
      [],
      [before(4, 3, something), before(5, 4, something)],
      'expected each minute once',
    ],
    [
      'hours that no group has in common',
      [],
      [before(5, 4, something), before(5, 4, aRollup({}))],
      'expected each minute once',
    ],
  ])('%s', (_sentence, minutes, older, message) => {
    expect(() => rolled(minutes, older)).toThrow(RangeError);
    expect(() => rolled(minutes, older)).toThrow(message);
  });

  it('a group without a name', () => {
    const part = rolledPart(rate, [minute(0, something)]);
    const range = { from: THIS_MINUTE, to: addMinutes(THIS_MINUTE, 1) };
    expect(() => rolledSeries({ ...part, keys: [] }, range, (group) => group)).toThrow('group 0: expected one of 0');
  });
});
