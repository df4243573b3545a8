import { describe, expect, it } from 'vitest';
import { judge, judgeRecovery } from '../../../shared/core/evidence/judge.ts';
import { reachOf } from '../../../shared/core/evidence/reach.ts';
import { volume } from '../../../shared/core/evidence/volume.ts';
import { localTime } from '../../../shared/core/local-time.ts';
import { addMinutes, epochMs, minuteOf, startOf } from '../../../shared/core/units.ts';
import { aVolumeGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { type At, lookAt, steady, type Traffic, until } from './baseline-weeks.ts';

const baseline = { weeks: 4, timezone: 'Asia/Shanghai' };
const guardrail = aVolumeGuardrail({ baseline, critical: { below: '50% of baseline' } });
const pace = (perMinute: number): At => steady(0, perMinute);
const four = (at: At): readonly At[] => [at, at, at, at];
const judged = (traffic: Traffic, rule = guardrail) => judge(lookAt(rule, traffic));

describe('a volume below a share of what is normal', () => {
  it('is broken when a busy bank dies, within three minutes that have settled', () => {
    const died = (minutes: number) => judged({ now: until(-minutes, pace(50), pace(0)), weeks: four(pace(50)) });
    expect(died(2)).not.toMatchObject({ kind: 'breach' });
    expect(died(3)).toEqual({
      kind: 'breach',
      severity: 'critical',
      proof: {
        from: THIS_MINUTE - 3,
        to: THIS_MINUTE - 1,
        bad: 0,
        total: 0,
        rate: 0,
        limit: 25,
        limitText: '50% of baseline',
        normal: { rate: 50, limit: 25, weeks: 4 },
        phi: expect.closeTo(1.5, 12),
        probability: expect.closeTo(3.9e-15, 16),
        alpha: 1e-4,
      },
      decisive: true,
      milder: true,
    });
  });

  it('is clear when what is normal comes', () => {
    expect(judged({ now: pace(50), weeks: four(pace(50)) })).toMatchObject({
      kind: 'clear',
      proof: { rate: 50, limit: 25, normal: { rate: 50 } },
    });
  });

  it('tells idle from dead: of a bank that has one event an hour it says how many were to come', () => {
    const hourly: At = (minute) => [0, (minute + 6_000) % 60 === 20 ? 1 : 0];
    expect(judged({ now: pace(0), weeks: four(hourly) })).toEqual({
      kind: 'inconclusive',
      reason:
        'no events in 59 minutes, where 0.75 are normal and 0.37 the limit (50% of baseline), prove nothing yet: ' +
        'the chance of that is 0.7, a breach takes 0.0001',
    });
    // A whole day without any of its 24 is none.
    expect(judged({ now: pace(0), weeks: four(hourly), hours: 25 })).toMatchObject({
      kind: 'breach',
      proof: { from: THIS_MINUTE - 1500, total: 0, normal: { rate: expect.closeTo(1 / 60, 3) } },
    });
  });

  it('proves nothing where nothing is normal', () => {
    expect(judged({ now: pace(0), weeks: four(pace(0)) })).toEqual({
      kind: 'inconclusive',
      reason: expect.stringContaining('where 0 are normal'),
    });
  });

  it('looks four hours back for a quiet bank, over the same hours of each week', () => {
    const everyNine: At = (minute) => [0, (minute + 6_300) % 9 === 0 ? 1 : 0];
    const now = until(-292, everyNine, pace(0));
    expect(judged({ now, weeks: four(everyNine), hours: 25 })).toMatchObject({
      kind: 'breach',
      proof: { from: THIS_MINUTE - 300, to: THIS_MINUTE - 1, total: 1, normal: { rate: expect.closeTo(1 / 9, 2) } },
    });
  });

  it('does not take the slope of a morning for a failure', () => {
    // From 10 a minute at six to 300 at nine, and the same each week.
    const ramp: At = (minute) => [0, Math.round(10 * 30 ** Math.max(0, 1 + minute / 180))];
    const verdict = judged({ now: ramp, weeks: four(ramp), hours: 25 });
    expect(verdict).toMatchObject({ kind: 'clear', proof: { from: THIS_MINUTE - 3 } });
    if (verdict.kind !== 'clear') throw new Error('not clear');
    expect((verdict.proof.normal?.rate ?? 0) / verdict.proof.rate).toBeCloseTo(1, 1);
    // Half an hour late, which is half of the events and not less.
    const late: At = (minute) => ramp(minute - 30);
    expect(judged({ now: late, weeks: four(ramp) }).kind).not.toBe('breach');
  });
});

describe('a volume above a multiple of what is normal', () => {
  const above = aVolumeGuardrail({ baseline, critical: { above: '2x baseline' } });

  it('is broken by a flood, and not by a few events where few are normal', () => {
    expect(judged({ now: until(-10, pace(50), pace(200)), weeks: four(pace(50)) }, above)).toMatchObject({
      kind: 'breach',
      proof: { limit: 100, normal: { rate: 50, limit: 100 } },
    });
    const twoNow: At = (minute) => [0, minute === -2 ? 2 : 0];
    expect(judged({ now: twoNow, weeks: four(pace(0)) }, above).kind).toBe('inconclusive');
  });

  it('is broken by what never came before', () => {
    expect(judged({ now: until(-10, pace(0), pace(20)), weeks: four(pace(0)) }, above)).toMatchObject({
      kind: 'breach',
      proof: { limit: 0, normal: { rate: 0, limit: 0, weeks: 4 } },
    });
  });
});

describe('one bad week of the four', () => {
  const dead = until(-2, pace(50), pace(0));
  const cases = new Map<string, At>([
    ['with an outage', pace(10)],
    ['that is a holiday', pace(2)],
    ['without any events', pace(0)],
    ['of double traffic', pace(100)],
  ]);
  it.each([...cases])('%s changes no verdict', (_, bad) => {
    const weeks = [pace(50), bad, pace(47), pace(52)];
    expect(judged({ now: pace(50), weeks }).kind).toBe('clear');
    expect(judged({ now: pace(30), weeks, hours: 25 }).kind).not.toBe('breach');
    expect(judged({ now: until(-3, dead, pace(0)), weeks })).toMatchObject({ kind: 'breach', severity: 'critical' });
    expect(judged({ now: until(-20, pace(50), pace(10)), weeks }).kind).toBe('breach');
  });

  it('that is a holiday is left out, and one that is only quiet is not', () => {
    const weeksOf = (bad: number) => {
      const verdict = judged({ now: pace(50), weeks: [pace(50), pace(bad), pace(50), pace(50)] });
      return verdict.kind === 'clear' ? verdict.proof.normal?.weeks : undefined;
    };
    expect(weeksOf(12)).toBe(3);
    expect(weeksOf(13)).toBe(4);
  });

  it('of a quiet bank is no holiday: that a few of a few don’t come is chance', () => {
    const few =
      (count: number): At =>
      (minute) => [0, minute === -4 ? count : 0];
    const above = aVolumeGuardrail({ baseline, critical: { above: '2x baseline' } });
    expect(judged({ now: few(90), weeks: [few(0), few(15), few(14), few(15)] }, above)).toMatchObject({
      kind: 'breach',
      proof: { normal: { weeks: 4 } },
    });
    expect(judged({ now: few(90), weeks: [few(0), few(16), few(16), few(16)] }, above)).toMatchObject({
      kind: 'breach',
      proof: { normal: { weeks: 3 } },
    });
  });
});

describe('what is normal is not known', () => {
  it('with fewer than three weeks', () => {
    expect(judged({ now: pace(0), weeks: [pace(50), pace(50)] })).toEqual({
      kind: 'inconclusive',
      reason: 'normal is not known: 2 of 4 past weeks can tell of these 59 minutes, 3 are needed',
    });
    expect(judged({ now: pace(0), weeks: [pace(50), pace(50), pace(50)] }).kind).toBe('breach');
  });

  it('where two of the weeks were holidays', () => {
    expect(judged({ now: pace(0), weeks: [pace(50), pace(1), pace(50), pace(0)] })).toEqual({
      kind: 'inconclusive',
      reason: expect.stringContaining('2 of 4 past weeks'),
    });
  });

  it('over hours that the weeks don’t know', () => {
    const look = lookAt(guardrail, { now: pace(0.02), weeks: four(pace(0.02)), hours: 25 });
    const short = look.series.map((series) => ({
      ...series,
      weeks: series.weeks?.map((week) => ({ ...week, knownFrom: week.from })) ?? [],
    }));
    expect(judge({ ...look, series: short })).toEqual({
      kind: 'inconclusive',
      reason: 'normal is not known: 0 of 4 past weeks can tell of these 1499 minutes, 3 are needed',
    });
  });

  it('where the weeks differ by more than chance, and says by how much', () => {
    expect(judged({ now: pace(0), weeks: [pace(20), pace(40), pace(60), pace(80)] })).toEqual({
      kind: 'inconclusive',
      reason:
        'normal is not known: the 4 past weeks differ by 59.3% at this time, at most 25% can be told from an outage',
    });
  });

  it('and so a recovery is not proven either', () => {
    const since = addMinutes(THIS_MINUTE, -20);
    const look = lookAt(guardrail, { now: pace(50), weeks: [pace(50)] });
    expect(judgeRecovery(look, since, addMinutes(THIS_MINUTE, -10))).toEqual({
      proven: false,
      reason: expect.stringContaining('normal is not known: 1 of 4'),
    });
    expect(volume.objection(look, guardrail.recovery, since)).toContain('normal is not known: 1 of 4');
  });
});

describe('the recovery of a volume that is held against past weeks', () => {
  const since = addMinutes(THIS_MINUTE, -20);
  const declaredAt = addMinutes(THIS_MINUTE, -10);
  const recovery = (now: At) =>
    judgeRecovery(lookAt(guardrail, { now, weeks: four(pace(50)) }, { horizon: since }), since, declaredAt);

  it('is proven by what came since it began', () => {
    expect(recovery(until(-20, pace(0), pace(48)))).toMatchObject({
      proven: true,
      proof: { from: since, rate: 48, normal: { rate: 50 } },
    });
  });

  it('is not proven by what came before it was declared, when less comes now', () => {
    expect(recovery(until(-10, pace(80), pace(20)))).toEqual({
      proven: false,
      reason: 'since recovery was declared: below the limit again',
    });
  });

  it('asks for events behind the horizon only', () => {
    const look = lookAt(guardrail, { now: until(-20, pace(0), pace(48)), weeks: four(pace(50)), hours: 25 });
    expect(judge({ ...look, horizon: since }).kind).toBe('clear');
    expect(judge({ ...look, horizon: addMinutes(THIS_MINUTE, -30) })).toMatchObject({
      proof: { from: THIS_MINUTE - 3 },
    });
  });
});

describe('across a clock change', () => {
  // Berlin, the Monday after clocks went forward: nine by the clock is 167 hours after nine a week ago.
  const now = minuteOf(epochMs(Date.parse('2026-03-30T07:00:00Z')));
  const berlin = aVolumeGuardrail({
    baseline: { weeks: 4, timezone: 'Europe/Berlin' },
    critical: { below: '50% of baseline' },
  });
  /** Twice as much with every hour of the clock from six on. */
  const byClock = (minute: number): number => {
    const local = new Date(localTime(startOf(addMinutes(now, minute)), 'Europe/Berlin') ?? 0);
    const hours = local.getUTCHours() + local.getUTCMinutes() / 60 - 6;
    return Math.round(5 * 4 ** Math.max(0, hours));
  };
  const traffic = (shifts: readonly number[]): Traffic => ({
    now: (minute) => [0, byClock(minute)],
    weeks: shifts.map((shift) => (minute) => [0, byClock(minute - shift)]),
  });

  it('the same time by the clock is what is normal', () => {
    const { weeks } = reachOf(berlin, now);
    expect(weeks.map((shift) => shift / 60)).toEqual([167, 335, 503, 671]);
    const kept = judged(traffic(weeks), berlin);
    expect(kept).toMatchObject({ kind: 'clear' });
    // Without it an hour of the morning would be missing: a quarter of what is normal.
    const early = judged(traffic([168, 336, 504, 672].map((hours) => hours * 60 - 120)), berlin);
    expect(early.kind).toBe('breach');
  });
});
