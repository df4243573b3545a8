import { describe, expect, it } from 'vitest';
import { dispersion, dispersionOf, learnedDispersion } from '../../../shared/core/evidence/dispersion.ts';
import type { HourOfCounts } from '../../../shared/core/evidence/hour-of-counts.ts';
import { emptySeries, type Series } from '../../../shared/core/rollup/series.ts';
import type { Bucket } from '../../../shared/core/rollup/tally.ts';
import { addMinutes, MINUTES_PER_HOUR } from '../../../shared/core/units.ts';
import { aGuardrail, aLatencyGuardrail, aVolumeGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { drawWith } from '../../support/draw.ts';
import { repeat } from './looks.ts';

const anHour = (count: () => number, total: number): HourOfCounts => {
  const minutes = Array.from({ length: 60 }, count);
  return {
    minutes: 60,
    badMinutes: minutes.filter((bad) => bad > 0).length,
    bad: minutes.reduce((sum, bad) => sum + bad, 0),
    total: 60 * total,
    badSquaresOverTotal: minutes.reduce((sum, bad) => sum + bad ** 2 / total, 0),
  };
};

describe('the dispersion of a window', () => {
  it('grows with the events of its minutes, and is at least what past hours taught', () => {
    expect(dispersion(0, 0, 5)).toBe(1);
    expect(dispersion(1, 1, 1)).toBe(1);
    // One minute of 1 000: 1 + 0.002 * 999.
    expect(dispersion(1_000, 1_000_000, 1)).toBeCloseTo(2.998, 12);
    expect(dispersion(5_000, 5 * 1_000_000, 1)).toBeCloseTo(2.998, 12);
    expect(dispersion(1_000, 1_000_000, 4)).toBe(4);
  });
});

describe('the dispersion that past hours teach', () => {
  it('is that of the minutes within an hour', () => {
    const draw = drawWith(1);
    const retried = Array.from({ length: 24 }, () => anHour(() => 5 * draw.binomial(20, 0.05), 100));
    expect(learnedDispersion(retried)).toBeCloseTo(5, -0.5);
    const independent = Array.from({ length: 24 }, () => anHour(() => draw.binomial(100, 0.05), 100));
    expect(learnedDispersion(independent)).toBeLessThan(1.15);
    const wobbling = Array.from({ length: 24 }, () => anHour(() => draw.betaBinomial(100, 0.05, 0.01), 100));
    expect(learnedDispersion(wobbling)).toBeGreaterThan(1.7);
    expect(learnedDispersion(wobbling)).toBeLessThan(2.3);
  });

  it('is exact in a case by hand', () => {
    // Two minutes of 10 with 1 and 5 bad: p = 0.3, (4 + 4) / (10 * 0.21) / 1.
    const hour = { minutes: 2, badMinutes: 2, bad: 6, total: 20, badSquaresOverTotal: 0.1 + 2.5 };
    expect(learnedDispersion(repeat(6, hour))).toBeCloseTo(8 / 2.1, 12);
  });

  it('is not moved by the hours of an incident', () => {
    const calm = { minutes: 2, badMinutes: 2, bad: 6, total: 20, badSquaresOverTotal: 2.2 };
    const incident = { minutes: 60, badMinutes: 60, bad: 3_000, total: 6_000, badSquaresOverTotal: 2_900 };
    expect(learnedDispersion([...repeat(20, calm), ...repeat(4, incident)])).toBe(learnedDispersion(repeat(24, calm)));
  });

  it('is 1 with too few hours, hours with too few bad events, and never below; never above 50', () => {
    const hour = { minutes: 2, badMinutes: 2, bad: 6, total: 20, badSquaresOverTotal: 2.6 };
    expect(learnedDispersion([])).toBe(1);
    expect(learnedDispersion(repeat(5, hour))).toBe(1);
    expect(learnedDispersion(repeat(24, { ...hour, bad: 2, badSquaresOverTotal: 0.4 }))).toBe(1);
    expect(learnedDispersion(repeat(24, { ...hour, badSquaresOverTotal: 1.8 }))).toBe(1);
    const wild = { minutes: 2, badMinutes: 2, bad: 500, total: 1_000, badSquaresOverTotal: 500 };
    expect(learnedDispersion(repeat(24, wild))).toBe(50);
    expect(learnedDispersion(repeat(24, { ...hour, bad: 20, badSquaresOverTotal: 20 }))).toBe(1);
  });
});

describe('the bursts that past hours teach', () => {
  // A failure is five events: one burst in a minute of six, and 29 minutes of one event.
  const burst = { minutes: 30, badMinutes: 1, bad: 5, total: 35, badSquaresOverTotal: 25 / 6 };
  const single = { ...burst, badMinutes: 5, total: 30, badSquaresOverTotal: 5 };

  it('are known from three hours, where minutes seem to vary less than chance', () => {
    expect(learnedDispersion(repeat(3, burst))).toBeCloseTo(4.9, 1);
    expect(learnedDispersion(repeat(2, burst))).toBe(1);
    expect(learnedDispersion(repeat(24, { ...burst, badMinutes: 5 }))).toBe(1);
  });

  it('are a median too, not moved by the hours in which failures came one by one', () => {
    expect(learnedDispersion([...repeat(13, burst), ...repeat(11, single)])).toBe(learnedDispersion(repeat(3, burst)));
    expect(learnedDispersion([...repeat(11, burst), ...repeat(13, single)])).toBeLessThan(1.1);
  });

  it('are none in an hour with too few bad events', () => {
    expect(learnedDispersion(repeat(24, { ...burst, bad: 2, badSquaresOverTotal: 4 / 3 }))).toBe(1);
  });
});

describe('the dispersion of a member', () => {
  const hoursAgo = (count: number) => addMinutes(THIS_MINUTE, -count * MINUTES_PER_HOUR);
  // Two minutes of 10 with 1 and 5 bad, as above; good ones in both.
  const retried = {
    minutes: 2,
    bad: 6,
    total: 20,
    badSquaresOverTotal: 2.6,
    badMinutes: 2,
    goodMinutes: 2,
    squares: 200,
  };
  const calm = { ...retried, badSquaresOverTotal: 1.8 };
  const aSeries = (hours: readonly (readonly [ago: number, hour: Omit<Bucket, 'from' | 'to'>])[]): Series => ({
    ...emptySeries(hoursAgo(1), MINUTES_PER_HOUR),
    older: hours.map(([ago, hour]) => ({ ...hour, from: hoursAgo(ago), to: hoursAgo(ago - 1) })),
  });
  const lately = aSeries([7, 6, 5, 4, 3, 2].map((ago) => [ago, retried]));

  it('is that of its hours of the last day, and 1 where none are known', () => {
    expect(dispersionOf([lately], aGuardrail(), THIS_MINUTE)).toBeCloseTo(8 / 2.1, 12);
    expect(dispersionOf([emptySeries(hoursAgo(1), 60)], aGuardrail(), THIS_MINUTE)).toBe(1);
    expect(dispersionOf([], aGuardrail(), THIS_MINUTE)).toBe(1);
    const edge = aSeries([24, 6, 5, 4, 3, 2].map((ago) => [ago, retried]));
    expect(dispersionOf([edge], aGuardrail(), THIS_MINUTE)).toBeGreaterThan(1);
    expect(dispersionOf([edge], aGuardrail(), addMinutes(THIS_MINUTE, MINUTES_PER_HOUR))).toBe(1);
  });

  it('below a limit is that of the rest: as large, but where few of it are bad nothing is learned', () => {
    const below = aGuardrail({ bad: { outcome: ['succeeded'] }, critical: { below: '90%' } });
    expect(dispersionOf([lately], below, THIS_MINUTE)).toBeCloseTo(8 / 2.1, 12);
    // 18 and 19 of 20 approved: two minutes with one declined between them, and with two.
    const approved = aSeries(
      [7, 6, 5, 4, 3, 2].map((ago) => [ago, { ...retried, bad: 18, badSquaresOverTotal: 16.4 }]),
    );
    expect(dispersionOf([approved], aGuardrail(), THIS_MINUTE)).toBeGreaterThan(1);
    expect(dispersionOf([approved], below, THIS_MINUTE)).toBe(1);
    // Four declined in one minute of ten, and none in nine minutes of one.
    const burst = {
      bad: 9,
      total: 13,
      minutes: 10,
      badMinutes: 9,
      goodMinutes: 1,
      badSquaresOverTotal: 9,
      squares: 25,
    };
    const bursts = aSeries([4, 3, 2].map((ago) => [ago, burst]));
    expect(dispersionOf([bursts], below, THIS_MINUTE)).toBeCloseTo(4 / (-10 * Math.log(0.9)), 12);
    expect(dispersionOf([bursts], aGuardrail(), THIS_MINUTE)).toBe(1);
  });

  it('is learned from what the mildest level counts', () => {
    const guardrail = aLatencyGuardrail({ warning: { above: '500ms' } });
    const noisy = lately;
    const still = aSeries([7, 6, 5, 4, 3, 2].map((ago) => [ago, calm]));
    const { metric } = guardrail.levels.at(-1) ?? guardrail.recovery;
    expect(guardrail.metrics).toHaveLength(2);
    const series = metric === 0 ? [noisy, still] : [still, noisy];
    expect(dispersionOf(series, guardrail, THIS_MINUTE)).toBeGreaterThan(1);
    expect(dispersionOf(series.toReversed(), guardrail, THIS_MINUTE)).toBe(1);
  });

  it('is none of a volume', () => {
    const events = aSeries([7, 6, 5, 4, 3, 2].map((ago) => [ago, { ...retried, bad: 0, badSquaresOverTotal: 0 }]));
    expect(dispersionOf([events], aVolumeGuardrail(), THIS_MINUTE)).toBe(1);
  });
});
