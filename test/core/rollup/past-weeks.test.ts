import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minuteTally } from '../../../shared/core/rollup/merge-tallies.ts';
import { attachWeeks, type WeekCounts } from '../../../shared/core/rollup/past-weeks.ts';
import {
  emptySeries,
  type GroupedSeries,
  limitGroups,
  type Series,
  WHOLE,
} from '../../../shared/core/rollup/series.ts';
import { sketchOf } from '../../../shared/core/rollup/sketch.ts';
import type { Bucket } from '../../../shared/core/rollup/tally.ts';
import { addMinutes, type EpochMinute, MINUTES_PER_DAY, MINUTES_PER_HOUR } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';

const WEEK = 7 * MINUTES_PER_DAY;
/** So many events a minute from `from` on, none of them bad. */
const counts = (from: EpochMinute, ...totals: readonly number[]): Series => ({
  ...emptySeries(from, totals.length),
  total: Float64Array.from(totals),
});
const anHour = (from: EpochMinute, total: number): Bucket => ({
  ...minuteTally(0, total),
  from,
  to: addMinutes(from, MINUTES_PER_HOUR),
});
const ago = (minutes: number): EpochMinute => addMinutes(THIS_MINUTE, -minutes);
const aWeek = (number: number, series: GroupedSeries, shift = number * WEEK): WeekCounts => ({
  ago: number,
  shift,
  knownFrom: ago(shift + 2 * MINUTES_PER_HOUR),
  series,
});
const totalsOf = (series: Pick<Series, 'total'> | undefined): number[] => [...(series?.total ?? [])];

describe('the past weeks of a group', () => {
  const lastWeek = aWeek(
    1,
    new Map([
      [WHOLE, [counts(ago(WEEK), 5, 6, 7)]],
      ['bank=a', [{ ...counts(ago(WEEK), 1, 2, 3), older: [anHour(ago(WEEK + 60), 40)] }]],
      ['bank=dead', [counts(ago(WEEK), 4, 4, 4)]],
    ]),
  );
  const before = aWeek(2, new Map([[WHOLE, [counts(ago(2 * WEEK + 60), 8, 9, 10)]]]), 2 * WEEK + 60);
  const current: GroupedSeries = new Map([
    [WHOLE, [{ ...counts(THIS_MINUTE, 1, 1), knownFrom: ago(120) }]],
    ['bank=a', [{ ...counts(THIS_MINUTE, 1, 0), knownFrom: ago(120), older: [anHour(ago(60), 9)] }]],
    ['bank=new', [{ ...counts(THIS_MINUTE, 0, 1), knownFrom: ago(120) }]],
  ]);
  const attached = attachWeeks(current, [before, lastWeek]);
  const weeksOf = (group: string): Series['weeks'] => attached.get(group)?.[0]?.weeks;

  it('lie where its minutes lie now, the latest first', () => {
    expect(weeksOf(WHOLE)).toEqual([
      { ...counts(THIS_MINUTE, 5, 6, 7), ago: 1, knownFrom: ago(120) },
      { ...counts(THIS_MINUTE, 8, 9, 10), ago: 2, knownFrom: ago(120) },
    ]);
  });

  it('have their hours where its hours lie now', () => {
    expect(weeksOf('bank=a')?.[0]?.older).toEqual([anHour(ago(60), 40)]);
  });

  it('have no event where a known week does not name it: that is known too', () => {
    expect(weeksOf('bank=new')?.map(totalsOf)).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(weeksOf('bank=new')?.map(({ older }) => older)).toEqual([[], undefined]);
    expect(weeksOf('bank=new')?.map(({ from, knownFrom }) => [from, knownFrom])).toEqual([
      [THIS_MINUTE, ago(120)],
      [THIS_MINUTE, ago(120)],
    ]);
  });

  it('are there though it has no event now', () => {
    expect(attached.get('bank=dead')).toEqual([
      {
        ...counts(THIS_MINUTE, 0, 0),
        older: [],
        knownFrom: ago(120),
        weeks: [
          { ...counts(THIS_MINUTE, 4, 4, 4), ago: 1, knownFrom: ago(120) },
          { ...counts(THIS_MINUTE, 0, 0, 0), ago: 2, knownFrom: ago(120) },
        ],
      },
    ]);
  });

  it('leave its counts, and what they are made of, as they were', () => {
    const { weeks: _, ...now } = attached.get('bank=a')?.[0] ?? counts(THIS_MINUTE);
    expect(now).toEqual(current.get('bank=a')?.[0]);
    expect(lastWeek.series.get('bank=a')?.[0]?.older).toEqual([anHour(ago(WEEK + 60), 40)]);
    expect(current.get(WHOLE)?.[0]).not.toHaveProperty('weeks');
  });

  it('are none where none is known', () => {
    expect(attachWeeks(current, []).get('bank=a')?.[0]?.weeks).toEqual([]);
    expect([...attachWeeks(current, []).keys()]).toEqual([...current.keys()]);
  });

  it('are refused where nothing is counted now', () => {
    expect(() => attachWeeks(new Map(), [lastWeek])).toThrow(RangeError);
  });
});

describe('a group that only a past week names', () => {
  const keeping = (from: EpochMinute): readonly Series[] => [
    emptySeries(from, 2),
    emptySeries(from, 2, { value: true }),
    { ...emptySeries(from, 2, { latencies: true }), older: [] },
  ];
  const attached = attachWeeks(new Map([[WHOLE, keeping(THIS_MINUTE)]]), [
    aWeek(
      1,
      new Map([
        [WHOLE, keeping(ago(WEEK))],
        ['bank=(other)', keeping(ago(WEEK))],
      ]),
    ),
  ]);

  it('keeps of each metric what the whole keeps', () => {
    expect(attached.get('bank=(other)')).toMatchObject(keeping(THIS_MINUTE));
    expect(attached.get('bank=(other)')).toEqual(attached.get(WHOLE));
  });
});

describe('the latencies of a past week', () => {
  it('stay with their minutes', () => {
    const latencies = [undefined, sketchOf([80, 120])];
    const week = aWeek(1, new Map([[WHOLE, [{ ...counts(ago(WEEK), 0, 2), latencies }]]]));
    const attached = attachWeeks(new Map([[WHOLE, [emptySeries(THIS_MINUTE, 2, { latencies: true })]]]), [week]);
    expect(attached.get(WHOLE)?.[0]?.weeks?.[0]?.latencies).toEqual(latencies);
  });
});

it('every event of every week is still there, in its minute, and in its group', () => {
  const totals = fc.array(fc.nat(9), { minLength: 3, maxLength: 3 });
  const groups = fc.dictionary(fc.constantFrom('bank=a', 'bank=b', 'bank=c', 'bank=(other)'), totals);
  const grouped = (from: EpochMinute, of: Readonly<Record<string, readonly number[]>>): GroupedSeries =>
    new Map([
      [WHOLE, [counts(from, 0, 0, 0)]],
      ...Object.entries(of).map(([group, each]) => [group, [counts(from, ...each)]] as const),
    ]);
  fc.assert(
    fc.property(groups, fc.array(groups, { maxLength: 4 }), fc.nat(3), (now, weeks, most) => {
      const attached = attachWeeks(
        grouped(THIS_MINUTE, now),
        weeks.map((of, index) => aWeek(index + 1, grouped(ago((index + 1) * WEEK), of))),
      );
      const named = new Set([WHOLE, ...[now, ...weeks].flatMap((of) => Object.keys(of))]);
      expect(new Set(attached.keys())).toEqual(named);
      for (const [group, [series]] of attached) {
        expect(totalsOf(series)).toEqual(now[group] ?? [0, 0, 0]);
        expect(series?.weeks?.map(totalsOf)).toEqual(weeks.map((of) => of[group] ?? [0, 0, 0]));
        expect(series?.weeks?.every(({ from }) => from === THIS_MINUTE)).toBe(true);
      }
      const sums = (all: GroupedSeries): number[][] => {
        const ofGroups = [...all].filter(([group]) => group !== WHOLE).map(([, [series]]) => series);
        return [ofGroups, ...weeks.map((_, week) => ofGroups.map((series) => series?.weeks?.[week]))].map((list) =>
          [0, 1, 2].map((minute) => list.reduce((sum, series) => sum + (series?.total[minute] ?? 0), 0)),
        );
      };
      expect(sums(limitGroups(attached, new Set(), most))).toEqual(sums(attached));
    }),
  );
});
