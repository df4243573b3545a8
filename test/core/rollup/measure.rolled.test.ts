import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { Measure } from '../../../shared/core/rollup/measure.ts';
import { minuteTally } from '../../../shared/core/rollup/merge-tallies.ts';
import { mergeRollups, type Rollup } from '../../../shared/core/rollup/rollup.ts';
import { decodeRollup } from '../../../shared/core/rollup/decode-rollup.ts';
import { encodeRollup } from '../../../shared/core/rollup/encode-rollup.ts';
import type { Series } from '../../../shared/core/rollup/series.ts';
import { sketchOf } from '../../../shared/core/rollup/sketch.ts';
import type { Bucket } from '../../../shared/core/rollup/tally.ts';
import { addMinutes, type EpochMinute } from '../../../shared/core/units.ts';
import {
  aGuardrail,
  aLatencyGuardrail,
  aVolumeGuardrail,
  aWeightedGuardrail,
  THIS_MINUTE,
} from '../../support/builders.ts';
import { aBaselineLatencyGuardrail, measure, measureRolled, segments } from './counting.ts';
import { aRollup, aTally, minuteTallies } from './rolling.ts';

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

const guardrail = aGuardrail({ by: ['bank'] });
const latency = aLatencyGuardrail({ warning: { above: '800ms' }, critical: { above: '2s' }, by: ['bank'] });
const HOUR = 60;
const measuring = (rule: Guardrail, minutes = 2): Measure => new Measure(rule, THIS_MINUTE, minutes);
const seriesOf = ({ series }: Measure, group: string, metric = 0): Series | undefined => series.get(group)?.[metric];

describe('a sealed minute', () => {
  it('has the counts of its groups, and others none', () => {
    const counts = measuring(guardrail);
    counts.addRollup(0, addMinutes(THIS_MINUTE, 1), aRollup({ 'bank=icbc': aTally(2, 5) }));
    expect(seriesOf(counts, 'bank=icbc')).toMatchObject({ bad: Float64Array.of(0, 2), total: Float64Array.of(0, 5) });
    expect(seriesOf(counts, '')?.total).toEqual(Float64Array.of(0, 0));
    expect([...counts.series.keys()]).toEqual(['', 'bank=icbc']);
  });

  it('is of the metric that it was counted for', () => {
    const counts = measuring(latency);
    counts.addRollup(1, THIS_MINUTE, aRollup({ '': aTally(2, 5) }));
    expect(seriesOf(counts, '', 0)?.total[0]).toBe(0);
    expect(seriesOf(counts, '', 1)?.total[0]).toBe(5);
  });

  it('is set, not added: the same once more changes nothing', () => {
    const counts = measuring(aBaselineLatencyGuardrail());
    const latencies = sketchOf([80, 90, 900]);
    for (let time = 0; time < 2; time++)
      counts.addRollup(0, THIS_MINUTE, aRollup({ '': minuteTally(2, 5, undefined, latencies) }));
    expect(seriesOf(counts, '')?.total[0]).toBe(5);
    expect(seriesOf(counts, '')?.latencies).toEqual([latencies, undefined]);
  });

  it.each([-1, 2])('is refused outside of the window (%i)', (offset) => {
    expect(() => measuring(guardrail).addRollup(0, addMinutes(THIS_MINUTE, offset), aRollup({}))).toThrow(RangeError);
  });

  it('is refused for a metric that is not there', () => {
    expect(() => measuring(guardrail).addRollup(1, THIS_MINUTE, aRollup({ '': aTally(0, 1) }))).toThrow(RangeError);
  });
});

describe('an hour, or a day,', () => {
  const before = (hours: number): EpochMinute => addMinutes(THIS_MINUTE, -hours * HOUR);
  const totals = (buckets: readonly Bucket[] | undefined): [number, number][] | undefined =>
    buckets?.map(({ from, total }) => [(from - THIS_MINUTE) / HOUR, total]);

  it('is a bucket of sixty minutes for each group that had events', () => {
    const counts = measuring(guardrail);
    const tally = { ...aTally(2, 5), minutes: 3 };
    counts.addOlder(0, before(1), THIS_MINUTE, aRollup({ 'bank=icbc': tally }));
    expect(seriesOf(counts, 'bank=icbc')?.older).toEqual([{ ...tally, from: before(1), to: THIS_MINUTE }]);
    expect(seriesOf(counts, '')).not.toHaveProperty('older');
  });

  it('makes a group that has no minutes one of empty minutes, for each metric', () => {
    const counts = measuring(latency);
    counts.addOlder(0, before(1), THIS_MINUTE, aRollup({ 'bank=icbc': aTally(2, 5) }));
    expect(counts.series.get('bank=icbc')?.map(({ total }) => total)).toEqual([
      Float64Array.of(0, 0),
      Float64Array.of(0, 0),
    ]);
    expect(seriesOf(counts, 'bank=icbc', 1)).not.toHaveProperty('older');
  });

  it('lies oldest first, in whatever order they were added', () => {
    const hours = [1, 2, 3, 4, 5, 8].map((ago) => ({ ago, length: 1 }));
    const days = [32, 56, 104].map((ago) => ({ ago, length: 24 }));
    fc.assert(
      fc.property(fc.shuffledSubarray([...hours, ...days], { minLength: 1 }), (order) => {
        const counts = measuring(guardrail);
        for (const { ago, length } of order)
          counts.addOlder(0, before(ago), before(ago - length), aRollup({ '': aTally(0, ago) }));
        const older = seriesOf(counts, '')?.older;
        const sorted = order.toSorted((left, right) => right.ago - left.ago);
        expect(totals(older)).toEqual(sorted.map(({ ago }) => [-ago, ago]));
        expect(older?.map(({ from, to }) => (to - from) / HOUR)).toEqual(sorted.map(({ length }) => length));
      }),
    );
  });

  it.each<[string, from: number, to: number]>([
    ['the same hour', 5, 4],
    ['a day that holds it', 27, 3],
    ['a day that ends with it', 28, 4],
    ['a day that begins with it', 5, -19],
    ['one that ends in it', 6, 4.5],
    ['one that begins in it', 4.5, 3],
  ])('is refused where some of its minutes were added before: %s', (_sentence, from, to) => {
    const counts = new Measure(guardrail, addMinutes(THIS_MINUTE, 48 * HOUR), 2);
    const rollup = aRollup({ 'bank=icbc': aTally(0, 1) });
    counts.addOlder(0, before(5), before(4), rollup);
    expect(() => {
      counts.addOlder(0, before(from), before(to), aRollup({ 'bank=ccb': aTally(0, 1), 'bank=icbc': aTally(0, 1) }));
    }).toThrow(RangeError);
    expect(totals(seriesOf(counts, 'bank=icbc')?.older)).toEqual([[-5, 1]]);
    expect(seriesOf(counts, 'bank=ccb')).not.toHaveProperty('older');
  });

  it('lies beside those that end where it begins, and begin where it ends', () => {
    const counts = measuring(guardrail);
    for (const [from, to] of [
      [5, 4],
      [6, 5],
      [4, 3],
      [30, 6],
    ] as const)
      counts.addOlder(0, before(from), before(to), aRollup({ '': aTally(0, from) }));
    expect(totals(seriesOf(counts, '')?.older)).toEqual([
      [-30, 30],
      [-6, 6],
      [-5, 5],
      [-4, 4],
    ]);
  });

  it('is of one metric: another may have the same', () => {
    const counts = measuring(latency);
    for (const metric of [0, 1]) counts.addOlder(metric, before(1), THIS_MINUTE, aRollup({ '': aTally(metric, 9) }));
    expect([0, 1].map((metric) => seriesOf(counts, '', metric)?.older?.map(({ bad }) => bad))).toEqual([[0], [1]]);
  });

  it.each<[string, from: number, to: number]>([
    ['ends before it begins', 2, 3],
    ['is empty', 2, 2],
  ])('is refused when it %s', (_sentence, from, to) => {
    expect(() => {
      measuring(guardrail).addOlder(0, before(from), before(to), aRollup({}));
    }).toThrow(RangeError);
  });

  it('leaves minutes that were counted, and minutes that are counted after', () => {
    const counts = measuring(guardrail);
    counts.addRollup(0, THIS_MINUTE, aRollup({ '': aTally(1, 2) }));
    counts.addOlder(0, before(1), THIS_MINUTE, aRollup({ '': aTally(0, 9) }));
    counts.addRollup(0, addMinutes(THIS_MINUTE, 1), aRollup({ '': aTally(3, 4) }));
    expect(seriesOf(counts, '')).toMatchObject({ bad: Float64Array.of(1, 3), total: Float64Array.of(2, 4) });
    expect(totals(seriesOf(counts, '')?.older)).toEqual([[-1, 9]]);
  });

  it('is refused where its minutes are counted already', () => {
    const from = addMinutes(THIS_MINUTE, -59);
    expect(() => measuring(guardrail).addOlder(0, from, addMinutes(from, HOUR), aRollup({}))).toThrow(RangeError);
  });

  it('sums what its minutes say, for each group', () => {
    const minutes = fc.array(
      fc.array(fc.tuple(fc.constantFrom('bank=a', 'bank=b', 'bank=c'), minuteTallies(true)), { maxLength: 3 }),
      { minLength: 2 * HOUR, maxLength: 2 * HOUR },
    );
    const rule = aWeightedGuardrail({ by: ['bank'] });
    fc.assert(
      fc.property(minutes, (all) => {
        const rollups = all.map((entries): Rollup => ({ groups: new Map(entries) }));
        const byMinute = new Measure(rule, before(2), 2 * HOUR);
        for (const [minute, rollup] of rollups.entries()) byMinute.addRollup(0, addMinutes(before(2), minute), rollup);
        const byHour = measuring(rule);
        for (const hour of [0, 1]) {
          const merged = mergeRollups(rollups.slice(hour * HOUR, (hour + 1) * HOUR));
          byHour.addOlder(0, before(2 - hour), before(1 - hour), decodeRollup(encodeRollup(merged)));
        }
        expect([...byHour.series.keys()].sort()).toEqual([...byMinute.series.keys()].sort());
        for (const [group, [series]] of byMinute.series) {
          if (series === undefined) throw new Error(group);
          const expected = [0, 1].map((hour) => bucketOf(series, hour)).filter(({ total }) => total > 0);
          expect(seriesOf(byHour, group)?.older ?? []).toEqual(expected);
        }
      }),
      { numRuns: 30 },
    );
  });

  /** The sums over an hour of a series, in the order in which they are added up. */
  const bucketOf = ({ from, bad, total, value }: Series, hour: number): Bucket => {
    const sum = (of: (minute: number) => number): number =>
      Array.from({ length: HOUR }, (_, minute) => of(hour * HOUR + minute)).reduce((all, each) => all + each, 0);
    const has = (of: (minute: number) => boolean): number => sum((minute) => (of(minute) ? 1 : 0));
    const [badAt, totalAt] = [(minute: number) => bad[minute] ?? 0, (minute: number) => total[minute] ?? 0];
    return {
      from: addMinutes(from, hour * HOUR),
      to: addMinutes(from, (hour + 1) * HOUR),
      bad: sum(badAt),
      total: sum(totalAt),
      minutes: has((minute) => totalAt(minute) > 0),
      badMinutes: has((minute) => badAt(minute) > 0),
      goodMinutes: has((minute) => badAt(minute) < totalAt(minute)),
      squares: sum((minute) => totalAt(minute) ** 2),
      badSquaresOverTotal: sum((minute) => (totalAt(minute) === 0 ? 0 : badAt(minute) ** 2 / totalAt(minute))),
      ...(value && {
        value: {
          bad: sum((minute) => value.bad[minute] ?? 0),
          total: sum((minute) => value.total[minute] ?? 0),
          badSquares: sum((minute) => value.badSquares[minute] ?? 0),
          totalSquares: sum((minute) => value.totalSquares[minute] ?? 0),
          largestBad: Math.max(...value.largestBad.slice(hour * HOUR, (hour + 1) * HOUR)),
        },
      }),
    };
  };
});
