import { describe, expect, it } from 'vitest';
import { judge, judgeRecovery, type Look } from '../../../shared/core/evidence/judge.ts';
import { share } from '../../../shared/core/evidence/share.ts';
import type { PastWeek, Series } from '../../../shared/core/rollup/series.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { aGuardrail, aWeightedGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { type At, lookAt, steady, type Traffic, until } from './baseline-weeks.ts';
import { type Amounts, aLook, repeat, weightedSeriesOf } from './looks.ts';

const baseline = { weeks: 4, timezone: 'Asia/Shanghai' };
const guardrail = aGuardrail({ baseline, critical: { above: '2x baseline' } });
const approvals = aGuardrail({
  baseline,
  bad: { outcome: 'succeeded' },
  critical: { below: '95% of baseline' },
});
const four = (at: At): readonly At[] => [at, at, at, at];
const judged = (traffic: Traffic, rule = guardrail, overrides: Partial<Look> = {}) =>
  judge(lookAt(rule, traffic, overrides));
const normal = steady(4, 200);

describe('a rate above a multiple of what is normal', () => {
  it('is broken, and says what is normal and what the limit comes to', () => {
    expect(judged({ now: until(-5, normal, steady(60, 200)), weeks: four(normal) })).toMatchObject({
      kind: 'breach',
      severity: 'critical',
      decisive: true,
      proof: {
        bad: 60,
        total: 200,
        rate: 0.3,
        limit: 0.04,
        limitText: '2x baseline',
        normal: { rate: 0.02, limit: 0.04, weeks: 4 },
        alpha: 1e-4,
      },
    });
  });

  it('is clear when what is normal comes, at a rate that a fixed limit of others would break', () => {
    const often = steady(60, 200);
    expect(judged({ now: often, weeks: four(often) })).toMatchObject({
      kind: 'clear',
      proof: { rate: 0.3, limit: 0.6, normal: { rate: 0.3, weeks: 4 } },
    });
  });

  it('proves less than against a limit that somebody chose, since the past is an estimate', () => {
    const at = (bad: number): Traffic => ({
      now: until(-5, steady(0, 0), steady(bad, 20)),
      weeks: four(steady(1, 20)),
    });
    const fixed = aGuardrail({ critical: { above: '10%' } });
    const chances = [guardrail, fixed].map((rule) => {
      const verdict = judged(at(8), rule);
      return verdict.kind === 'breach' ? verdict.proof.probability : Number.NaN;
    });
    expect(chances[0]).toBeGreaterThan(2 * (chances[1] ?? 0));
  });

  it('counts bursts as one, in this week and in the others', () => {
    const chanceOf = (times: number): number => {
      const at = (bad: number): At => steady(bad * times, 5 * times);
      const look = lookAt(guardrail, { now: at(2), weeks: four(at(0.1)) }, { history: times });
      const tested = share.breach(look, guardrail.recovery, addMinutes(THIS_MINUTE, -10));
      return tested.proven ? tested.proof.probability : Number.NaN;
    };
    expect(chanceOf(9) / chanceOf(3)).toBeCloseTo(1, 6);
  });

  it('says in a reason what the limit comes to', () => {
    expect(judged({ now: until(-5, steady(0, 0), steady(0.8, 20)), weeks: four(steady(1, 40)) })).toEqual({
      kind: 'inconclusive',
      reason: expect.stringContaining('limit 5% (2x baseline)) prove neither'),
    });
  });

  it('is inconclusive where twice what is normal is more than all', () => {
    expect(judged({ now: steady(200, 200), weeks: four(steady(120, 200)) })).toEqual({
      kind: 'inconclusive',
      reason: '2x baseline would be 120%, as 60% are normal: nothing can break that',
    });
  });

  it('where nothing bad is normal is broken by bad events, unless there are few', () => {
    const none = steady(0, 200);
    expect(judged({ now: until(-5, none, steady(3, 200)), weeks: four(none) })).toMatchObject({
      kind: 'breach',
      proof: { limit: 0, normal: { rate: 0, limit: 0, weeks: 4 } },
    });
    expect(judged({ now: until(-1, none, steady(2, 200)), weeks: four(none) }).kind).not.toBe('breach');
  });

  it('is judged on hours where minutes say little', () => {
    const quiet: At = (minute) => ((minute + 6_000) % 4 === 0 ? [(minute + 6_000) % 100 === 0 ? 1 : 0, 1] : [0, 0]);
    const broken = until(-180, quiet, (minute) =>
      (minute + 6_000) % 4 === 0 ? [minute % 8 === 0 ? 1 : 0, 1] : [0, 0],
    );
    expect(judged({ now: broken, weeks: four(quiet), hours: 25 })).toMatchObject({
      kind: 'breach',
      proof: { normal: { rate: expect.closeTo(0.035, 2), weeks: 4 } },
    });
    expect(judged({ now: quiet, weeks: four(quiet), hours: 25 }).kind).not.toBe('breach');
  });

  it('is absent where nothing comes, whatever past weeks had', () => {
    expect(judged({ now: steady(0, 0), weeks: four(normal), hours: 25 }).kind).toBe('absent');
  });
});

describe('a rate below a share of what is normal', () => {
  const good = steady(194, 200);

  it('is broken, on the side that its owner reads', () => {
    expect(judged({ now: until(-5, good, steady(160, 200)), weeks: four(good) }, approvals)).toMatchObject({
      kind: 'breach',
      proof: {
        bad: 320,
        total: 400,
        rate: 0.8,
        limit: expect.closeTo(0.9215, 9),
        normal: { rate: expect.closeTo(0.97, 9), limit: expect.closeTo(0.9215, 9), weeks: 4 },
      },
    });
  });

  it('is clear when what is normal comes', () => {
    expect(judged({ now: good, weeks: four(good) }, approvals)).toMatchObject({
      kind: 'clear',
      proof: { rate: 0.97, normal: { rate: expect.closeTo(0.97, 9) } },
    });
  });
});

describe('one bad week of the four', () => {
  const cases = new Map<string, At>([
    ['in which most failed', steady(120, 200)],
    ['that is a holiday', steady(3, 20)],
    ['without any events', steady(0, 0)],
    ['of double traffic', steady(8, 400)],
    ['in which nothing failed', steady(0, 200)],
  ]);
  it.each([...cases])('%s changes no verdict', (_, bad) => {
    const weeks = [normal, bad, steady(5, 200), steady(4, 200)];
    expect(judged({ now: normal, weeks }).kind).toBe('clear');
    expect(judged({ now: until(-5, normal, steady(30, 200)), weeks })).toMatchObject({ kind: 'breach' });
    expect(judged({ now: until(-30, normal, steady(14, 200)), weeks })).toMatchObject({ kind: 'breach' });
  });

  it('and a second one widens what may be normal', () => {
    const spread = [steady(2, 200), steady(3, 200), steady(16, 200), steady(18, 200)];
    const now = until(-60, normal, steady(28, 200));
    expect(judged({ now, weeks: four(steady(9.5, 200)) }).kind).toBe('breach');
    expect(judged({ now, weeks: spread }).kind).toBe('inconclusive');
  });
});

describe('what is normal is not known', () => {
  it('where a week had no events: they are a share of nothing', () => {
    const none = steady(0, 0);
    expect(judged({ now: steady(90, 200), weeks: [normal, none, normal, none] })).toEqual({
      kind: 'inconclusive',
      reason: 'normal is not known: 2 of 4 past weeks can tell of these 59 minutes, 3 are needed',
    });
  });

  it('and so a recovery is not proven, nor one that is broken again', () => {
    const since = addMinutes(THIS_MINUTE, -20);
    const declaredAt = addMinutes(THIS_MINUTE, -10);
    const recovery = (traffic: Traffic) =>
      judgeRecovery(lookAt(guardrail, traffic, { horizon: since }), since, declaredAt);
    expect(recovery({ now: normal, weeks: [normal] })).toMatchObject({
      proven: false,
      reason: expect.stringContaining('normal is not known: 1 of 4'),
    });
    const unknown = lookAt(guardrail, { now: normal, weeks: [normal] });
    expect(share.objection(unknown, guardrail.recovery, since)).toContain('normal is not known: 1 of 4');
    expect(recovery({ now: until(-20, steady(90, 200), normal), weeks: four(normal) })).toMatchObject({
      proven: true,
      proof: { from: since, normal: { rate: 0.02 } },
    });
    expect(recovery({ now: until(-10, steady(0, 2_000), steady(10, 200)), weeks: four(normal) })).toEqual({
      proven: false,
      reason: 'since recovery was declared: above the limit again',
    });
  });
});

describe('the value of what failed, against a multiple of what is normal', () => {
  const value = aWeightedGuardrail({ baseline, critical: { above: '2x baseline' } });
  /** Of each hundred yuan two, or more, are lost in every minute. */
  const minute = (lost: number): Amounts => [repeat(lost, 100), repeat(100 - lost, 100)];
  const looking = (now: readonly Amounts[], week: readonly Amounts[]): Look => {
    const shifted: Series = weightedSeriesOf(week);
    const past = { ...shifted, from: addMinutes(THIS_MINUTE, 10 - week.length) };
    const weeks = [1, 2, 3, 4].map((ago): PastWeek => ({ ...past, ago, knownFrom: past.from }));
    return aLook([], { guardrail: value, series: [{ ...weightedSeriesOf(now), weeks }] });
  };

  it('is broken and clear by the share of the value', () => {
    const week = repeat(80, minute(2));
    expect(judge(looking([...repeat(55, minute(2)), ...repeat(5, minute(20))], week))).toMatchObject({
      kind: 'breach',
      proof: {
        rate: 0.2,
        limit: 0.04,
        normal: { rate: 0.02, limit: 0.04, weeks: 4 },
        value: { currency: 'CNY' },
      },
    });
    expect(judge(looking(repeat(60, minute(2)), week)).kind).not.toBe('breach');
    expect(judge(looking(repeat(60, minute(0)), week))).toMatchObject({ kind: 'clear', proof: { rate: 0 } });
  });

  it('is not known of weeks whose events weighed nothing', () => {
    const free: Amounts = [repeat(2, 0), repeat(98, 0)];
    expect(judge(looking(repeat(60, minute(20)), repeat(80, free)))).toMatchObject({
      kind: 'inconclusive',
      reason: expect.stringContaining('0 of 4 past weeks'),
    });
  });
});
