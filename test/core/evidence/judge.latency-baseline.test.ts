import { describe, expect, it } from 'vitest';
import { evidenceDefaults } from '../../../shared/core/evidence/constants.ts';
import { chanceOfAtLeastGiven } from '../../../shared/core/evidence/estimated-rate.ts';
import { judge, judgeRecovery, type Look } from '../../../shared/core/evidence/judge.ts';
import { share } from '../../../shared/core/evidence/share.ts';
import type { PastWeek, Series } from '../../../shared/core/rollup/series.ts';
import { countOf, mergeSketches, sketchOf } from '../../../shared/core/rollup/sketch.ts';
import { addMinutes, MINUTES_PER_HOUR } from '../../../shared/core/units.ts';
import { aLatencyGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { type Draw, drawWith } from '../../support/draw.ts';
import { repeat } from './looks.ts';

const baseline = { weeks: 4, timezone: 'Asia/Shanghai' };
const guardrail = aLatencyGuardrail({ baseline, critical: { above: '2x baseline' } });

/** The latencies in ms of the events of a minute; one that never came back is infinite. */
type Latencies = readonly number[];
/** A hundred answers between 100 and 298 ms, of which the 95th takes 288. */
const usual = (times = 1): Latencies => Array.from({ length: 100 }, (_, index) => (100 + 2 * index) * times);
const slowly = (slow: number, ms = 2_000): Latencies => [...usual().slice(slow), ...repeat(slow, ms)];

const seriesOf = (from: number, minutes: readonly Latencies[]): Series => {
  const answered = minutes.map((latencies) => latencies.filter(Number.isFinite));
  return {
    from: addMinutes(THIS_MINUTE, from),
    bad: Float64Array.from(minutes, (latencies, index) => latencies.length - (answered[index]?.length ?? 0)),
    total: Float64Array.from(minutes, ({ length }) => length),
    latencies: answered.map((values) => (values.length === 0 ? undefined : sketchOf(values))),
  };
};
const weekOf = (minutes: readonly Latencies[], ago: number): PastWeek => {
  const series = seriesOf(10 - minutes.length, minutes);
  return { ...series, ago, knownFrom: series.from };
};
const looking = (
  now: readonly Latencies[],
  weeks: readonly (readonly Latencies[])[],
  overrides: Partial<Look> = {},
): Look => ({
  guardrail,
  series: [{ ...seriesOf(-now.length, now), weeks: weeks.map((week, index) => weekOf(week, index + 1)) }],
  now: THIS_MINUTE,
  alpha: 1e-4,
  history: 1,
  ...overrides,
});
const hour = (minute: Latencies): readonly Latencies[] => repeat(60, minute);
const week = repeat(80, usual());
const four = [week, week, week, week];

describe('a percentile above a multiple of what is normal', () => {
  it('is broken when more than the rest are slower, and says both in ms', () => {
    expect(judge(looking([...repeat(58, usual()), slowly(40), slowly(40)], four))).toMatchObject({
      kind: 'breach',
      severity: 'critical',
      proof: {
        bad: 40,
        total: 100,
        rate: 0.4,
        limit: 0.05,
        limitText: '2x baseline',
        normal: {
          rate: expect.toSatisfy((ms: number) => Math.abs(ms / 288 - 1) <= 0.01),
          limit: expect.toSatisfy((ms: number) => Math.abs(ms / 576 - 1) <= 0.01),
          weeks: 4,
        },
      },
    });
  });

  it('is clear when what is normal comes, and when all of it is a little slower', () => {
    expect(judge(looking(hour(usual()), four))).toMatchObject({
      kind: 'clear',
      proof: { bad: 0, limit: 0.05, normal: { weeks: 4 } },
    });
    expect(judge(looking(hour(usual(1.5)), four)).kind).toBe('clear');
    expect(judge(looking(hour(usual(2.5)), four)).kind).toBe('breach');
  });

  it('counts what never came back as slower than anything', () => {
    const lost = slowly(40, Number.POSITIVE_INFINITY);
    expect(judge(looking([...repeat(58, usual()), lost, lost], four))).toMatchObject({
      kind: 'breach',
      proof: { bad: 40, total: 100, rate: 0.4 },
    });
    // In the past too: where one in fifty never came back, the 95th of a hundred is further out among the others.
    const lossy = repeat(80, slowly(2, Number.POSITIVE_INFINITY));
    const verdict = judge(looking(hour(usual()), [lossy, lossy, lossy]));
    expect(verdict).toMatchObject({ kind: 'clear', proof: { normal: { weeks: 3 } } });
  });

  it('is not known where more than the rest never came back in past weeks', () => {
    const lost = repeat(80, slowly(6, Number.POSITIVE_INFINITY));
    expect(judge(looking(hour(usual(9)), [lost, lost, lost]))).toEqual({
      kind: 'inconclusive',
      reason: 'normal is not known: in past weeks more than 5% had no answer at this time',
    });
  });

  it('is not broken by slow events of a single minute alone', () => {
    const one = [...repeat(59, [] as Latencies), slowly(24)];
    expect(judge(looking(one, four))).toMatchObject({
      kind: 'inconclusive',
      reason: expect.stringContaining('all 24 bad events lie in one minute'),
    });
    expect(judge(looking([...repeat(58, [] as Latencies), slowly(17), slowly(17)], four))).toMatchObject({
      kind: 'breach',
      decisive: false,
    });
  });

  it('says in a reason how slow is too slow', () => {
    expect(judge(looking([...repeat(55, [] as Latencies), ...repeat(5, slowly(6))], four))).toEqual({
      kind: 'inconclusive',
      reason: expect.stringMatching(/^\d+ of \d+ events .*limit 5% slower than 5[78]\dms, 2x baseline\) prove neither/),
    });
  });

  it('is as sure as Fisher’s exact test of deflated counts is', () => {
    const verdict = judge(looking([...repeat(58, [] as Latencies), slowly(30), slowly(30)], four));
    if (verdict.kind !== 'breach') throw new Error('no breach');
    const phi = 1 + evidenceDefaults.baseline.latencyDispersionFloor * 99;
    // Of four weeks three count, of 21 minutes each: the newest minute alone speaks.
    const total = (3 * 21 * 100) / phi;
    const exact = chanceOfAtLeastGiven(30 / phi, 100 / phi, { bad: 0.05 * total, total }, (rate) => rate);
    expect(verdict.proof).toMatchObject({ phi: expect.closeTo(phi, 12), probability: expect.closeTo(exact, 12) });
    expect(exact).toBeGreaterThan(1e-10);
  });

  it('is judged on hours, over the same hours of each week', () => {
    const few: Latencies = [120, 180, 240];
    const sparse = (count: number, minute: Latencies): readonly Latencies[] =>
      Array.from({ length: count }, (_, index) => (index % 20 === 5 ? minute : []));
    const withHours = <Of extends Series>(series: Of, hours: number, minute: Latencies): Of => ({
      ...series,
      older: Array.from({ length: hours }, (_, index) => {
        const from = addMinutes(series.from, (index - hours) * MINUTES_PER_HOUR);
        const latencies = mergeSketches(repeat(3, sketchOf(minute)));
        const total = countOf(latencies);
        const sums = { bad: 0, badMinutes: 0, badSquaresOverTotal: 0, minutes: 3, goodMinutes: 3 };
        return { ...sums, total, squares: 3 * minute.length ** 2, latencies, from, to: addMinutes(from, 60) };
      }),
      knownFrom: addMinutes(series.from, -hours * MINUTES_PER_HOUR),
    });
    const looked = (minute: Latencies) => {
      const look = looking(sparse(60, minute), []);
      const weeks = [1, 2, 3, 4].map((ago) => withHours(weekOf(sparse(130, few), ago), 24, few));
      return judge({ ...look, series: look.series.map((series) => ({ ...withHours(series, 24, minute), weeks })) });
    };
    expect(looked(few).kind).toBe('clear');
    expect(looked([120, 180, 900])).toMatchObject({
      kind: 'breach',
      proof: { from: expect.toSatisfy((from: number) => from <= THIS_MINUTE - 240) },
    });
  });

  it('is absent without events', () => {
    expect(judge(looking(hour([]), four)).kind).toBe('absent');
  });

  it('recovers when the events since then are as fast as they should be', () => {
    const since = addMinutes(THIS_MINUTE, -20);
    const declaredAt = addMinutes(THIS_MINUTE, -10);
    const recovery = (now: readonly Latencies[], weeks = four) =>
      judgeRecovery(looking(now, weeks, { horizon: since }), since, declaredAt);
    expect(recovery([...repeat(40, slowly(40)), ...repeat(20, usual())])).toMatchObject({
      proven: true,
      proof: { from: since, bad: 0 },
    });
    expect(recovery([...repeat(50, usual()), ...repeat(10, slowly(6))]).proven).toBe(false);
    expect(recovery(hour(usual()), [week])).toMatchObject({ reason: expect.stringContaining('1 of 4 past weeks') });
  });
});

describe('one bad week of the four', () => {
  it.each([
    ['was slow', repeat(80, slowly(50))],
    ['lost all', repeat(80, slowly(100, Number.POSITIVE_INFINITY))],
    ['is a holiday', repeat(80, usual().slice(80))],
  ] as const)('that %s changes no verdict', (_, bad) => {
    const weeks = [week, bad, week, week];
    expect(judge(looking(hour(usual()), weeks)).kind).toBe('clear');
    expect(judge(looking([...repeat(50, usual()), ...repeat(10, slowly(30))], weeks)).kind).toBe('breach');
  });
});

describe('when the percentile lies on the multiple of what is normal', () => {
  const RUNS = 400;
  const CHANCE = 0.02;
  /** Log-normal latencies; each minute is slower or faster as a whole by `wobble`. */
  const minutes = (draw: Draw, count: number, perMinute: number, median: number, wobble: number) =>
    Array.from({ length: count }, () => {
      const level = draw.logNormal(median, wobble);
      return Array.from({ length: perMinute }, () => draw.logNormal(level, 0.5));
    });
  const called = (perMinute: number, length: number, weeks: number, wobble: number): number => {
    const draw = drawWith(perMinute);
    const [level] = guardrail.levels;
    if (level === undefined) throw new Error('no level');
    let breaches = 0;
    for (let run = 0; run < RUNS; run++) {
      const past = Array.from({ length: weeks }, () => minutes(draw, length + 20, perMinute, 300, wobble));
      const look = looking(minutes(draw, length, perMinute, 600, wobble), past, { alpha: CHANCE });
      if (share.breach(look, level, addMinutes(THIS_MINUTE, -length)).proven) breaches++;
    }
    return breaches / RUNS;
  };
  const promised = CHANCE + 3 * Math.sqrt((CHANCE * (1 - CHANCE)) / RUNS);

  it.each([
    [1, 20, 4, 0],
    [5, 10, 3, 0],
    [5, 10, 4, 0.1],
    [40, 5, 4, 0.1],
  ])('of %d a minute over %d minutes, after %d weeks, a look is a breach no oftener than promised', (...cell) => {
    expect(called(...cell)).toBeLessThanOrEqual(promised);
  });

  it('the floor of the dispersion is what minutes need that differ by 10 %, and no less', () => {
    const { dispersionFloor, baseline: allowed } = evidenceDefaults;
    // The share beyond a limit at the 95th percentile of a log-normal of 0.5 grows by 41 % when all is 10 % slower.
    const swing = 0.41;
    expect((swing ** 2 * 0.05) / 0.95).toBeLessThanOrEqual(allowed.latencyDispersionFloor);
    expect((swing ** 2 * 0.05) / 0.95).toBeGreaterThan(4 * dispersionFloor);
  });
});
