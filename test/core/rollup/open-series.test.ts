import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { addMinutesTo, openSeries } from '../../../shared/core/rollup/open-series.ts';
import { emptySeries, type OpenSeries, type Series, type ValueSeries } from '../../../shared/core/rollup/series.ts';
import { mergeSketches, type Sketch, sketchOf } from '../../../shared/core/rollup/sketch.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { aGuardrail, aLatencyGuardrail, aWeightedGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { aBaselineLatencyGuardrail } from './counting.ts';
import { latencies } from './rolling.ts';

describe('a series in which nothing is counted yet', () => {
  it.each<[string, Guardrail, readonly string[]]>([
    ['of a rate has counts', aGuardrail(), []],
    ['of value has value', aWeightedGuardrail(), ['value']],
    ['of latency has counts', aLatencyGuardrail(), []],
    ['of latency with a baseline has latencies', aBaselineLatencyGuardrail(), ['latencies']],
  ])('%s', (_sentence, { metrics: [metric] }, kept) => {
    const series = metric && openSeries(metric, THIS_MINUTE, 3);
    expect(Object.keys(series ?? {})).toEqual(['from', 'bad', 'total', ...kept]);
    expect(series?.total).toEqual(new Float64Array(3));
    expect(series?.from).toBe(THIS_MINUTE);
  });
});

const names = ['bad', 'total', 'badSquares', 'totalSquares', 'largestBad'] as const;
const counts = (length: number): fc.Arbitrary<Float64Array> =>
  fc.array(fc.nat(1000), { minLength: length, maxLength: length }).map((all) => Float64Array.from(all));
const valued = (length: number): fc.Arbitrary<ValueSeries> =>
  fc.record({
    bad: counts(length),
    total: counts(length),
    badSquares: counts(length),
    totalSquares: counts(length),
    largestBad: counts(length),
  });
const sketches = (length: number): fc.Arbitrary<(Sketch | undefined)[]> =>
  fc.array(fc.option(fc.array(latencies, { minLength: 1, maxLength: 4 }).map(sketchOf), { nil: undefined }), {
    minLength: length,
    maxLength: length,
  });
/** With value, latencies, both or neither. */
const seriesFrom = (offset: number, length: number): fc.Arbitrary<OpenSeries> =>
  fc
    .tuple(counts(length), counts(length), fc.option(valued(length)), fc.option(sketches(length)))
    .map(([bad, total, value, ofMinutes]) => ({
      from: addMinutes(THIS_MINUTE, offset),
      bad,
      total,
      ...(value === null ? undefined : { value }),
      ...(ofMinutes === null ? undefined : { latencies: ofMinutes }),
    }));

/** A series of six minutes, and one of some minutes within these. */
const both = fc
  .tuple(fc.nat(5), fc.integer({ min: 1, max: 6 }))
  .chain(([offset, length]) => fc.tuple(seriesFrom(0, 6), seriesFrom(offset, Math.min(length, 6 - offset))));

/** The same by hand: what each minute of the six has afterwards. */
const byHand = (series: Series, added: Series): Series => {
  const start = added.from - series.from;
  const within = <Item>(of: ArrayLike<Item>, minute: number): Item | undefined => of[minute - start];
  const sum = (left: Float64Array, right: Float64Array | undefined): Float64Array =>
    left.map((count, minute) => count + ((right && within(right, minute)) ?? 0));
  const { value, latencies: before } = series;
  return {
    ...series,
    bad: sum(series.bad, added.bad),
    total: sum(series.total, added.total),
    ...(value && {
      value: {
        bad: sum(value.bad, added.value?.bad),
        total: sum(value.total, added.value?.total),
        badSquares: sum(value.badSquares, added.value?.badSquares),
        totalSquares: sum(value.totalSquares, added.value?.totalSquares),
        largestBad: value.largestBad.map((largest, minute) =>
          Math.max(largest, (added.value && within(added.value.largestBad, minute)) ?? 0),
        ),
      },
    }),
    ...(before && {
      latencies: before.map((sketch, minute) => {
        const all = [sketch, added.latencies && within(added.latencies, minute)].filter((each) => each !== undefined);
        return all.length === 0 ? undefined : mergeSketches(all);
      }),
    }),
  };
};

describe('minutes that are added to a series', () => {
  it('are added where they lie: counts, value and latencies, where the series has these', () => {
    fc.assert(
      fc.property(both, ([series, added]) => {
        const [expected, before] = [byHand(series, added), structuredClone(added)];
        addMinutesTo(series, added);
        expect(series).toEqual(expected);
        expect(added).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  it('that are none change nothing', () => {
    const series = { ...emptySeries(THIS_MINUTE, 2, { value: true, latencies: true }), total: Float64Array.of(3, 4) };
    addMinutesTo(series, emptySeries(addMinutes(THIS_MINUTE, 2), 0, { value: true, latencies: true }));
    expect(series.total).toEqual(Float64Array.of(3, 4));
    for (const name of names) expect(series.value?.[name]).toEqual(new Float64Array(2));
  });
});
