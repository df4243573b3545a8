import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Guardrail, Metric } from '../../../shared/core/guardrail/guardrail.ts';
import { foldTallies } from '../../../shared/core/rollup/merge-tallies.ts';
import {
  type OwnerOf,
  type RolledPart,
  rolledSeries,
  type RolledStretch,
} from '../../../shared/core/rollup/rolled-series.ts';
import { mergeRollups, type Rollup } from '../../../shared/core/rollup/rollup.ts';
import { attributeOf, groupKey, limitGroups, OTHER, type Series } from '../../../shared/core/rollup/series.ts';
import { mergeSketches, sketchOf } from '../../../shared/core/rollup/sketch.ts';
import type { Tally } from '../../../shared/core/rollup/tally.ts';
import {
  addMinutes,
  type EpochMinute,
  MINUTES_PER_DAY as DAY,
  MINUTES_PER_HOUR as HOUR,
} from '../../../shared/core/units.ts';
import { aGuardrail, aWeightedGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { aBaselineLatencyGuardrail } from './counting.ts';
import { aRollup, aTally, minuteTallies, rolledPart, type Told, withLatencies } from './rolling.ts';

const other = groupKey('bank', OTHER);
const range: Omit<RolledStretch, 'rows'> = { from: THIS_MINUTE, to: addMinutes(THIS_MINUTE, 2) };
const ago = (minutes: number): EpochMinute => addMinutes(THIS_MINUTE, -minutes);
const metricOf = ({ metrics: [metric] }: Guardrail): Metric => {
  if (metric === undefined) throw new Error('a guardrail has a metric');
  return metric;
};

/**
 * The slow way, which adds up every group by itself and folds those of the rest afterwards. In the order of their names,
 * as rows are stored, so that fractions come to the last digit.
 */
const foldedAfterwards = (part: RolledPart, always: ReadonlySet<string>, most: number): Map<string, Series> => {
  const each = [...rolledSeries(part, range, (group) => group)].sort(([left], [right]) => (left < right ? -1 : 1));
  const groups = new Map(each.map(([group, series]) => [group, [series]]));
  return new Map(
    [...limitGroups(groups, always, most)].flatMap(([group, [series]]) => (series ? [[group, series]] : [])),
  );
};

/** Two minutes, with a day and two hours before them: each group in some of these. */
const told = (
  tallies: fc.Arbitrary<Tally>,
  names: readonly string[],
): fc.Arbitrary<{ minutes: readonly Told[]; older: readonly Told[] }> => {
  const keys = fc.constantFrom(...names).map((name) => groupKey('bank', name));
  const rollups = fc
    .uniqueArray(fc.tuple(keys, tallies), { selector: ([key]) => key })
    .map((entries): Rollup => ({ groups: new Map(entries) }));
  const longer = fc.array(rollups, { maxLength: 3 }).map(mergeRollups);
  return fc.tuple(rollups, rollups, longer, longer, longer).map(([first, second, day, hour, last]) => ({
    minutes: [
      [ago(0), ago(-1), first],
      [ago(-1), ago(-2), second],
    ],
    older: [
      [ago(2 * DAY), ago(DAY), day],
      [ago(2 * HOUR), ago(HOUR), hour],
      [ago(HOUR), ago(0), last],
    ],
  }));
};

describe('groups of the rest, put together as their rows are read,', () => {
  const names = ['icbc', 'ccb', 'a=b', '中国工商银行'];
  const seen = { rest: 0, alone: 0, stored: 0 };

  it.each<[string, Metric, fc.Arbitrary<Tally>]>([
    ['a rate', metricOf(aGuardrail()), minuteTallies(false)],
    [
      'value, which not every rollup has',
      metricOf(aWeightedGuardrail()),
      fc.oneof({ weight: 4, arbitrary: minuteTallies(true) }, { weight: 1, arbitrary: minuteTallies(false) }),
    ],
    ['latency with a baseline', metricOf(aBaselineLatencyGuardrail()), withLatencies(minuteTallies(false))],
  ])('are what they come to afterwards: %s', (_sentence, metric, tallies) => {
    fc.assert(
      fc.property(
        fc.constantFrom(names, [...names, OTHER]).chain((each) => told(tallies, each)),
        fc.nat(4),
        fc.subarray(['bank=icbc', 'bank=a=b'], { maxLength: 1 }),
        ({ minutes, older }, most, always) => {
          const part = rolledPart(metric, minutes, older);
          const slowly = foldedAfterwards(part, new Set(always), most);
          const ownerOf: OwnerOf = (group) => (slowly.has(group) ? group : other);
          expect(rolledSeries(part, range, ownerOf)).toEqual(slowly);

          const rest = part.keys.filter((group) => ownerOf(group) === other);
          if (rest.length > 1) seen.rest++;
          if (rest.length === 1 && rest[0] !== other) seen.alone++;
          if (rest.length > 1 && rest.includes(other)) seen.stored++;
        },
      ),
      { numRuns: 100 },
    );
  });

  afterAll(() => {
    // Several of them, one by itself, and with the rest that a rollup was stored with.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5);
  });
});

describe('the rest', () => {
  const ownerOf: OwnerOf = (group) => (group === 'bank=icbc' ? group : other);
  const minute = (rollup: Rollup): Told => [THIS_MINUTE, addMinutes(THIS_MINUTE, 1), rollup];

  it('is no group where all are their own owners', () => {
    const part = rolledPart(metricOf(aGuardrail()), [minute(aRollup({ 'bank=icbc': aTally(1, 2) }))]);
    expect([...rolledSeries(part, range, ownerOf).keys()]).toEqual(['bank=icbc']);
  });

  it('has the sum of its groups in each minute, and the largest single bad one', () => {
    const value = (bad: number, largestBad: number): Tally => ({
      ...aTally(1, 2),
      value: { bad, total: 2 * bad, badSquares: 3 * bad, totalSquares: 4 * bad, largestBad },
    });
    const part = rolledPart(metricOf(aWeightedGuardrail()), [
      minute(aRollup({ 'bank=icbc': value(500, 500), 'bank=ccb': value(10, 7), 'bank=abc': value(20, 4) })),
    ]);
    expect(rolledSeries(part, range, ownerOf).get(other)).toMatchObject({
      bad: Float64Array.of(2, 0),
      total: Float64Array.of(4, 0),
      value: {
        bad: Float64Array.of(30, 0),
        total: Float64Array.of(60, 0),
        badSquares: Float64Array.of(90, 0),
        totalSquares: Float64Array.of(120, 0),
        largestBad: Float64Array.of(7, 0),
      },
    });
  });

  it('has every latency of its groups', () => {
    const [ccb, abc] = [sketchOf([80, 90]), sketchOf([900])];
    const part = rolledPart(metricOf(aBaselineLatencyGuardrail()), [
      minute(
        aRollup({
          'bank=icbc': { ...aTally(0, 1), latencies: sketchOf([5]) },
          'bank=ccb': { ...aTally(0, 2), latencies: ccb },
          'bank=abc': { ...aTally(0, 1), latencies: abc },
          'bank=boc': aTally(1, 1),
        }),
      ),
    ]);
    expect(rolledSeries(part, range, ownerOf).get(other)?.latencies).toEqual([mergeSketches([ccb, abc]), undefined]);
  });

  it('lies in as many minutes of an hour as its groups would by chance, not in the sum of theirs', () => {
    const busy: Tally = { ...aTally(2, 60), minutes: 50, badMinutes: 2, squares: 80, badSquaresOverTotal: 0.1 };
    const part = rolledPart(
      metricOf(aGuardrail()),
      [],
      [[ago(HOUR), ago(0), aRollup({ 'bank=ccb': busy, 'bank=abc': busy })]],
    );
    const [bucket] = rolledSeries(part, range, ownerOf).get(other)?.older ?? [];
    expect(bucket).toEqual({ ...foldTallies([busy, busy], HOUR), from: ago(HOUR), to: ago(0) });
    expect(bucket?.minutes).toBeLessThanOrEqual(HOUR);
  });

  it('is of each attribute apart, and one stretch of each', () => {
    const rollup = aRollup({ 'bank=ccb': aTally(0, 1), 'method=qr': aTally(0, 2), 'method=nfc': aTally(0, 4) });
    const part = rolledPart(metricOf(aGuardrail()), [minute(rollup)], [[ago(HOUR), ago(0), rollup]]);
    const byAttribute: OwnerOf = (group) => groupKey(attributeOf(group), OTHER);
    const series = rolledSeries(part, range, byAttribute);
    expect([...series].map(([group, { total, older }]) => [group, total[0], older?.map((hour) => hour.total)])).toEqual(
      [
        [other, 1, [1]],
        ['method=(other)', 6, [6]],
      ],
    );
  });
});
