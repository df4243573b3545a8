import { describe, expect, it } from 'vitest';
import { guardrailValues } from '../../../functions/evaluate/guardrail-values.ts';
import { judge, type Look } from '../../../shared/core/evidence/judge.ts';
import type { Series } from '../../../shared/core/rollup/series.ts';
import { sketchOf } from '../../../shared/core/rollup/sketch.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { lookAt, steady } from '../../core/evidence/baseline-weeks.ts';
import { aLook, repeat, seriesOf, weightedSeriesOf } from '../../core/evidence/looks.ts';
import { aMonthLook, aMonthly, allDay, atTen, minuteAt } from '../../core/evidence/months.ts';
import {
  aGuardrail,
  aLatencyGuardrail,
  aVolumeGuardrail,
  aWeightedGuardrail,
  THIS_MINUTE,
} from '../../support/builders.ts';

const baseline = { weeks: 4, timezone: 'UTC' };

/** What is told of a look, by name and what tells it from others of the guardrail, with its unit. */
const valuesOf = (look: Look): Record<string, string> =>
  Object.fromEntries(
    [...guardrailValues({ ...look, verdict: judge(look) })].map(([{ name, dimensions, unit }, value]) => {
      const { slowerThan } = dimensions;
      const key = slowerThan === undefined ? name : `${name} slowerThan ${slowerThan}`;
      return [key, `${Number(value.toPrecision(3))} ${unit}`];
    }),
  );

/** Calm minutes before the five that are told. */
const before = repeat(20, [0, 100] as const);

describe('the value of a guardrail', () => {
  it('is the share of bad events over the last five minutes, weighed by how many there were', () => {
    const minutes = [...before, [50, 100], [0, 100], [0, 100], [0, 100], [0, 600]] as const;
    expect(valuesOf(aLook(minutes))).toEqual({ GuardrailValue: '5 Percent' });
  });

  it('is told where nothing is proven too: that is when somebody looks', () => {
    const look = aLook(repeat(10, [1, 20] as const));
    expect(judge(look).kind).toBe('inconclusive');
    expect(valuesOf(look)).toEqual({ GuardrailValue: '5 Percent' });
  });

  it('is the share of good events where the limit asks for them', () => {
    const guardrail = aGuardrail({ bad: { outcome: ['succeeded'] }, critical: { below: '80%' } });
    expect(valuesOf(aLook(repeat(10, [90, 100] as const), { guardrail }))).toEqual({ GuardrailValue: '90 Percent' });
  });

  it('is the share of value where value is counted', () => {
    const series = [weightedSeriesOf(repeat(10, [[300], [100, 100, 500]] as const))];
    expect(valuesOf(aLook([], { guardrail: aWeightedGuardrail(), series }))).toEqual({ GuardrailValue: '30 Percent' });
  });

  it('is over the window of a rule that names one', () => {
    const guardrail = aGuardrail({ evidence: 'none', window: '2m' });
    const minutes = [...before, [0, 100], [10, 100], [30, 100]] as const;
    expect(valuesOf(aLook(minutes, { guardrail }))).toEqual({ GuardrailValue: '20 Percent' });
  });

  it('is what is tested of a percentile, the share that is slower, for each limit', () => {
    const guardrail = aLatencyGuardrail({ warning: { above: '800ms' }, critical: { above: '2s' } });
    const series = [seriesOf(repeat(10, [1, 100] as const)), seriesOf(repeat(10, [8, 100] as const))];
    expect(valuesOf(aLook([], { guardrail, series }))).toEqual({
      'GuardrailValue slowerThan 2s': '1 Percent',
      'GuardrailValue slowerThan 800ms': '8 Percent',
    });
  });

  it('is what came in a minute, without the newest, which is still coming in', () => {
    const minutes = [...before, ...repeat(5, [0, 30] as const), [0, 1]] as const;
    expect(valuesOf(aLook(minutes, { guardrail: aVolumeGuardrail() }))).toEqual({ GuardrailValue: '30 Count' });
  });

  it('of a volume is 0 where no event was found at all', () => {
    const guardrail = aVolumeGuardrail({ evidence: 'none', window: '5m' });
    expect(valuesOf(aLook([], { guardrail }))).toEqual({ GuardrailValue: '0 Count' });
    const seen = { guardrail, series: [], verdict: judge(aLook([], { guardrail })), now: THIS_MINUTE };
    expect([...guardrailValues(seen).values()]).toEqual([0]);
  });

  it('is what a month heads for, as soon as that is known', () => {
    const guardrail = aMonthly();
    const told = { bad: atTen(2), total: allDay(1000) };
    expect(valuesOf(aMonthLook(guardrail, minuteAt('2026-11-20'), told))).toEqual({ GuardrailValue: '0.2 Percent' });
    expect(valuesOf(aMonthLook(guardrail, minuteAt('2026-11-02'), told))).toEqual({});
  });
});

describe('beside a value that follows past weeks stands what is normal', () => {
  it('of a rate', () => {
    const guardrail = aGuardrail({ baseline, critical: { above: '2x baseline' } });
    const look = lookAt(guardrail, { now: steady(3, 300), weeks: repeat(4, steady(4, 200)) });
    expect(valuesOf(look)).toEqual({ GuardrailValue: '1 Percent', GuardrailNormal: '2 Percent' });
  });

  it('of a volume', () => {
    const guardrail = aVolumeGuardrail({ baseline, critical: { below: '50% of baseline' } });
    const look = lookAt(guardrail, { now: steady(0, 90), weeks: repeat(4, steady(0, 100)) });
    expect(valuesOf(look)).toEqual({ GuardrailValue: '90 Count', GuardrailNormal: '100 Count' });
  });

  it('of a percentile, both in ms', () => {
    const guardrail = aLatencyGuardrail({ baseline, critical: { above: '2x baseline' } });
    const look = lookAt(guardrail, { now: steady(0, 100), weeks: repeat(4, steady(0, 100)) });
    const slower = (series: Series, ms: number): Series => ({
      ...series,
      latencies: [...series.total].map(() => sketchOf(repeat(100, ms))),
    });
    const series = look.series.map((each) => ({
      ...slower(each, 150),
      weeks: each.weeks?.map((week) => ({ ...week, ...slower(week, 200) })) ?? [],
    }));
    const values = valuesOf({ ...look, series });
    expect(Object.keys(values)).toEqual(['GuardrailValue', 'GuardrailNormal']);
    // Sketches know a latency to within 1 %.
    expect(Number.parseFloat(values['GuardrailValue'] ?? '') / 150).toBeCloseTo(1, 1);
    expect(Number.parseFloat(values['GuardrailNormal'] ?? '') / 200).toBeCloseTo(1, 1);
  });

  it('but not where it is not known', () => {
    const guardrail = aGuardrail({ baseline, critical: { above: '2x baseline' } });
    const look = lookAt(guardrail, { now: steady(3, 300), weeks: [steady(4, 200)] });
    expect(valuesOf(look)).toEqual({ GuardrailValue: '1 Percent' });
  });
});

describe('nothing is told that CloudWatch would refuse', () => {
  it.each([
    ['a share of no events', aLook(repeat(10, [0, 0] as const))],
    ['a rate whose pattern found nothing', aLook([], { series: [] })],
    [
      'a percentile of answers that never came',
      aLook([], {
        guardrail: aLatencyGuardrail({ baseline, critical: { above: '2x baseline' } }),
        series: [{ ...seriesOf(repeat(10, [100, 100] as const)), latencies: repeat(10, undefined) }],
      }),
    ],
  ])('%s', (_name, look) => {
    const verdict = { kind: 'absent', reason: 'no events' } as const;
    expect([...guardrailValues({ ...look, now: addMinutes(THIS_MINUTE, 0), verdict }).values()]).toEqual([]);
  });
});
