import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minuteTally } from '../../../shared/core/rollup/merge-tallies.ts';
import { emptySeries, type PastWeek, type Series } from '../../../shared/core/rollup/series.ts';
import { mergeSketches, sketchOf } from '../../../shared/core/rollup/sketch.ts';
import { sumSeries } from '../../../shared/core/rollup/sum-series.ts';
import type { Bucket } from '../../../shared/core/rollup/tally.ts';
import { addMinutes, type EpochMinute, MINUTES_PER_DAY, MINUTES_PER_HOUR } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { latencies, minuteTallies, withLatencies } from './rolling.ts';

const MINUTES = 3;
const ago = (minutes: number): EpochMinute => addMinutes(THIS_MINUTE, -minutes);
const stretch = (from: number, length: number, total: number): Bucket => ({
  ...minuteTally(0, total),
  from: ago(from),
  to: addMinutes(ago(from), length),
});
const DAY = MINUTES_PER_DAY;
const HOUR = MINUTES_PER_HOUR;
const textOf = ({ from, to, total }: Bucket): string =>
  `${(THIS_MINUTE - from) / HOUR} h ago, ${(to - from) / HOUR} h: ${total}`;
const olderOf = (...groups: readonly (readonly Bucket[] | undefined)[]): string[] | undefined => {
  const [first, ...others] = groups.map((older): Series => ({
    ...emptySeries(THIS_MINUTE, 1),
    ...(older === undefined ? undefined : { older }),
  }));
  return first && sumSeries([first, ...others]).older?.map(textOf);
};

describe('the older hours and days of several groups', () => {
  it.each<[string, (readonly Bucket[] | undefined)[], string[] | undefined]>([
    [
      'are the same stretches, each once, oldest first',
      [
        [stretch(3 * DAY, DAY, 1), stretch(HOUR, HOUR, 2)],
        [stretch(2 * HOUR, HOUR, 4), stretch(HOUR, HOUR, 8)],
        [stretch(3 * DAY, DAY, 16)],
      ],
      ['72 h ago, 24 h: 17', '2 h ago, 1 h: 4', '1 h ago, 1 h: 10'],
    ],
    [
      'are by the day where one of them is, from its first hour to its last',
      [[stretch(2 * DAY, HOUR, 1), stretch(DAY + HOUR, HOUR, 2), stretch(DAY, HOUR, 4)], [stretch(2 * DAY, DAY, 8)]],
      ['48 h ago, 24 h: 11', '24 h ago, 1 h: 4'],
    ],
    ['are those of one where the others have none', [[], [stretch(HOUR, HOUR, 2)], undefined], ['1 h ago, 1 h: 2']],
    ['are none where all of them have none', [[], []], []],
    ['are not there where nothing is known of any', [undefined, undefined], undefined],
  ])('%s', (_sentence, groups, expected) => {
    expect(olderOf(...groups)).toEqual(expected);
    expect(olderOf(...groups.toReversed())).toEqual(expected);
  });

  it('lie in as many of the minutes of a day as a day has', () => {
    const day = { ...stretch(DAY, DAY, 5000), minutes: 720 };
    const [sum] =
      sumSeries([
        { ...emptySeries(THIS_MINUTE, 1), older: [day] },
        { ...emptySeries(THIS_MINUTE, 1), older: [day] },
      ]).older ?? [];
    expect(sum?.minutes).toBe(1080);
  });
});

describe('from where on several groups are known', () => {
  const known = (...from: readonly (EpochMinute | undefined)[]): EpochMinute | undefined => {
    const [first, ...others] = from.map((knownFrom): Series => ({
      ...emptySeries(THIS_MINUTE, 1),
      ...(knownFrom === undefined ? undefined : { knownFrom }),
    }));
    return first && sumSeries([first, ...others]).knownFrom;
  };

  it.each<[string, (EpochMinute | undefined)[], EpochMinute | undefined]>([
    ['is from where on the one is of which least is known', [ago(DAY), ago(HOUR), ago(2 * DAY)], ago(HOUR)],
    ['is their minutes where one has no more', [ago(DAY), undefined], THIS_MINUTE],
    ['is not said where none says it', [undefined, undefined], undefined],
  ])('%s', (_sentence, from, expected) => {
    expect(known(...from)).toBe(expected);
  });
});

describe('several groups as one', () => {
  const counts = fc.array(fc.nat(20), { minLength: MINUTES, maxLength: MINUTES });
  const sketches = fc.array(
    fc.option(fc.array(latencies, { minLength: 1, maxLength: 5 }).map(sketchOf), { nil: undefined }),
    {
      minLength: MINUTES,
      maxLength: MINUTES,
    },
  );
  const stretches = [stretch(2 * DAY, DAY, 0), stretch(DAY, HOUR, 0), stretch(HOUR, HOUR, 0)];
  const buckets = fc
    .tuple(fc.subarray(stretches), fc.array(withLatencies(minuteTallies(true)), { minLength: 3, maxLength: 3 }))
    .map(([chosen, tallies]) => chosen.map((bucket, index): Bucket => ({ ...bucket, ...tallies[index] })));
  const plain = fc.tuple(counts, counts, sketches, buckets).map(([bad, good, ofMinutes, older]): Series => ({
    from: THIS_MINUTE,
    bad: Float64Array.from(bad),
    total: Float64Array.from(good, (count, minute) => count + (bad[minute] ?? 0)),
    latencies: ofMinutes,
    older,
    knownFrom: ago(2 * DAY),
  }));
  const withWeeks = fc.tuple(plain, plain, plain).map(([series, one, two]): Series => ({
    ...series,
    weeks: [one, two].map((week, index): PastWeek => ({ ...week, ago: index + 1, knownFrom: ago(2 * DAY) })),
  }));
  /** All that can be added up of one series; its weeks come behind it. */
  const all = (series: Series): readonly Series[] => [series, ...(series.weeks ?? [])];

  it('have every event and every latency of them: of minutes, hours, days and past weeks', () => {
    fc.assert(
      fc.property(withWeeks, fc.array(withWeeks, { maxLength: 4 }), (first, others) => {
        const groups = [first, ...others];
        const found = all(sumSeries([first, ...others]));
        expect(found.map((series) => 'ago' in series && series.ago)).toEqual([false, 1, 2]);
        for (const [place, sum] of found.entries()) {
          const parts = groups.flatMap((group) => all(group)[place] ?? []);
          for (const name of ['bad', 'total'] as const)
            expect([...sum[name]]).toEqual(
              Array.from({ length: MINUTES }, (_, minute) =>
                parts.reduce((count, part) => count + (part[name][minute] ?? 0), 0),
              ),
            );
          for (let minute = 0; minute < MINUTES; minute++) {
            const ofMinute = parts.flatMap((part) => part.latencies?.[minute] ?? []);
            expect(sum.latencies?.[minute]).toEqual(ofMinute.length === 0 ? undefined : mergeSketches(ofMinute));
          }
          for (const { from } of stretches) {
            const bucketsOf = ({ older = [] }: Series): readonly Bucket[] =>
              older.filter((bucket) => bucket.from === from);
            const [bucket, ...more] = bucketsOf(sum);
            const ofStretch = parts.flatMap(bucketsOf);
            expect(more).toEqual([]);
            expect(bucket?.total ?? 0).toBe(ofStretch.reduce((count, { total }) => count + total, 0));
            expect(bucket?.bad ?? 0).toBe(ofStretch.reduce((count, { bad }) => count + bad, 0));
            const kept = ofStretch.flatMap((each) => each.latencies ?? []);
            expect(bucket?.latencies).toEqual(kept.length === 0 ? undefined : mergeSketches(kept));
          }
          expect(sum.knownFrom).toBe(ago(2 * DAY));
        }
      }),
    );
  });

  it('are the same in whatever order, to the last digits of a fraction, and stay as they were', () => {
    fc.assert(
      fc.property(withWeeks, fc.array(withWeeks, { minLength: 1, maxLength: 3 }), (first, others) => {
        const before = structuredClone([first, ...others]);
        const [last, ...rest] = others.toReversed();
        const [sum, reversed] = [sumSeries([first, ...others]), sumSeries([last ?? first, ...rest, first])];
        expect([first, ...others]).toEqual(before);
        for (const [place, series] of all(sum).entries()) {
          const other = all(reversed)[place];
          expect(other?.total).toEqual(series.total);
          expect(other?.latencies).toEqual(series.latencies);
          expect(other?.older?.map(({ from, total, minutes, latencies: of }) => [from, total, minutes, of])).toEqual(
            series.older?.map(({ from, total, minutes, latencies: of }) => [from, total, minutes, of]),
          );
        }
      }),
    );
  });

  it('keep nothing that none of them keeps', () => {
    expect(sumSeries([emptySeries(THIS_MINUTE, 2), emptySeries(THIS_MINUTE, 2)])).toEqual(emptySeries(THIS_MINUTE, 2));
  });

  it('of one group are that group', () => {
    fc.assert(
      fc.property(withWeeks, (series) => {
        expect(sumSeries([series])).toEqual(series);
      }),
    );
  });
});
