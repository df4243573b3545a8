import { describe, expect, it } from 'vitest';
import { judge, judgeRecovery, shareOfChance } from '../../../shared/core/evidence/judge.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { aGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { aLook, type Minute, repeat } from './looks.ts';

describe('the judge', () => {
  it('calls no events absent, never clear', () => {
    expect(judge(aLook(repeat(60, [0, 0]))).kind).toBe('absent');
  });

  describe('calls inconclusive, and says what is missing,', () => {
    const reasons = new Map<string, [minutes: readonly Minute[], reason: string]>([
      [
        'too few events with a bad one among them',
        [
          [...repeat(58, [0, 0] as const), [1, 2], [0, 1]],
          '1 of 3 events in 60 minutes (33.3%, limit 5%) prove neither: the chance of that is 0.14, a breach takes 0.0001',
        ],
      ],
      [
        'too few events, all well',
        [
          repeat(60, [0, 1]),
          '0 of 59 events in 59 minutes (0%, limit 5%) prove neither: the chance of that is 0.048, a clear takes 0.01',
        ],
      ],
      [
        'bad events in one minute only',
        [
          [...repeat(58, [0, 5] as const), [18, 100], [0, 5]],
          'all 18 bad events lie in one minute: they may be one payment, retried, until a second minute has some',
        ],
      ],
      [
        'events in the newest minute only',
        [[...repeat(59, [0, 0] as const), [0, 1_000]], 'events in the newest minute only'],
      ],
      ['a rate that lies on the limit', [repeat(60, [1, 20]), 'on the limit, within the newest minute at most']],
    ]);
    it.each([...reasons])('%s', (_, [minutes, reason]) => {
      expect(judge(aLook(minutes))).toEqual({ kind: 'inconclusive', reason });
    });

    it('a share below its limit as its owner reads it', () => {
      const guardrail = aGuardrail({ bad: { outcome: ['succeeded'] }, critical: { below: '90%' } });
      expect(judge(aLook(repeat(2, [4, 5]), { guardrail }))).toMatchObject({
        reason: expect.stringContaining('8 of 10 events in 2 minutes (80%, limit 90%)'),
      });
    });
  });

  it('lets the shortest window speak that proves something: an hour of calm does not hide a broken minute', () => {
    const verdict = judge(aLook([...repeat(59, [2, 100]), [60, 100]]));
    expect(verdict).toMatchObject({
      kind: 'breach',
      decisive: true,
      proof: { bad: 60, total: 100, from: THIS_MINUTE - 1, to: THIS_MINUTE },
    });
  });

  it('finds in an hour what no minute proves', () => {
    const verdict = judge(
      aLook(repeat(60, [0.2, 1]).map(([, total], minute) => [minute % 5 === 0 ? 1 : 0, total] as const)),
    );
    expect(verdict).toMatchObject({ kind: 'breach', proof: { bad: 12, total: 60 } });
  });

  it('does not call the newest minute clear, since failures arrive later than successes', () => {
    expect(judge(aLook([[0, 1_000]])).kind).toBe('inconclusive');
    expect(
      judge(
        aLook([
          [0, 1_000],
          [0, 1_000],
        ]),
      ).kind,
    ).toBe('clear');
  });

  it('looks back no further than the horizon', () => {
    const minutes = [...repeat(50, [50, 100]), ...repeat(10, [1, 100])] as const;
    expect(judge(aLook(minutes, { horizon: addMinutes(THIS_MINUTE, -10) })).kind).toBe('clear');
    expect(judge(aLook([...repeat(58, [50, 100]), [3, 60], [3, 60]])).kind).toBe('breach');
    expect(
      judge(aLook([...repeat(58, [50, 100]), [3, 60], [3, 60]], { horizon: addMinutes(THIS_MINUTE, -2) })).kind,
    ).toBe('inconclusive');
  });

  it('judges critical before warning, and says whether critical is proven not to be broken', () => {
    const guardrail = aGuardrail({ warning: { above: '5%' }, critical: { above: '30%' } });
    expect(judge(aLook(repeat(5, [60, 100]), { guardrail }))).toMatchObject({ kind: 'breach', severity: 'critical' });
    expect(judge(aLook(repeat(5, [15, 100]), { guardrail }))).toMatchObject({
      kind: 'breach',
      severity: 'warning',
      milder: true,
    });
    expect(judge(aLook(repeat(5, [29, 100]), { guardrail }))).toMatchObject({
      kind: 'breach',
      severity: 'warning',
      milder: false,
    });
  });

  it('judges below a limit as it does above one', () => {
    const guardrail = aGuardrail({ bad: { outcome: ['succeeded'] }, critical: { below: '90%' } });
    expect(judge(aLook(repeat(5, [70, 100]), { guardrail }))).toMatchObject({
      kind: 'breach',
      proof: { bad: 70, total: 100, limit: 0.9 },
    });
    expect(judge(aLook(repeat(5, [97, 100]), { guardrail })).kind).toBe('clear');
  });

  it('clears against the limit of `recover` and not that of the level', () => {
    const guardrail = aGuardrail({ critical: { above: '10%' }, recover: '2%' });
    expect(judge(aLook(repeat(60, [5, 100]), { guardrail })).kind).toBe('inconclusive');
    expect(judge(aLook(repeat(60, [1, 100]), { guardrail })).kind).toBe('clear');
  });

  it('is not broken again by an hour ago while the limit is kept now and that of `recover` is not', () => {
    const guardrail = aGuardrail({ critical: { above: '10%' }, recover: '2%' });
    expect(judge(aLook([...repeat(30, [40, 100]), ...repeat(30, [4, 100])], { guardrail }))).toEqual({
      kind: 'inconclusive',
      reason: 'no level is broken now, but 2% is not proven to be kept',
    });
  });

  it('divides by a dispersion that grows with the events of a minute', () => {
    const verdict = judge(aLook(repeat(60, [20, 1_000])));
    expect(verdict).toMatchObject({ kind: 'clear', proof: { bad: 20, total: 1_000, phi: expect.closeTo(2.998, 9) } });
  });

  it('gives a member the less chance the more groups there are', () => {
    expect(shareOfChance(aGuardrail(), 1)).toBe(1e-4);
    expect(shareOfChance(aGuardrail(), 10)).toBe(1e-4);
    expect(shareOfChance(aGuardrail(), 200)).toBeCloseTo(5e-6, 12);
  });

  it('deflates by what past hours taught', () => {
    const minutes = repeat(5, [12, 100]);
    expect(judge(aLook(minutes)).kind).toBe('breach');
    expect(judge(aLook(minutes, { history: 20 })).kind).toBe('inconclusive');
  });
});

describe('a recovery', () => {
  const since = addMinutes(THIS_MINUTE, -20);
  const declaredAt = addMinutes(THIS_MINUTE, -10);
  const recovery = (minutes: readonly Minute[]) => judgeRecovery(aLook(minutes, { horizon: since }), since, declaredAt);

  it('is proven when all since it began is clear and what came after its declaration keeps the limit', () => {
    expect(recovery(repeat(20, [1, 100]))).toMatchObject({ proven: true, proof: { bad: 19, total: 1_900 } });
  });

  it('is not proven by the window that declared it when the rate went up again after', () => {
    expect(recovery([...repeat(10, [0, 1_000]), ...repeat(10, [60, 1_000])])).toMatchObject({
      proven: false,
      reason: expect.stringContaining('above the limit again'),
    });
  });

  it('is not proven when nothing came since it was declared', () => {
    expect(recovery([...repeat(10, [0, 1_000]), ...repeat(10, [0, 0])])).toMatchObject({
      proven: false,
      reason: expect.stringContaining('no events'),
    });
  });

  it('is not proven by few events, and says how many', () => {
    expect(recovery(repeat(20, [0, 2]))).toEqual({
      proven: false,
      reason: expect.stringContaining('not yet proven over all minutes since recovery began: 0 of 38 events'),
    });
  });

  it('of a plain comparison is none', () => {
    const guardrail = aGuardrail({ evidence: 'none', window: '5m' });
    expect(judgeRecovery(aLook(repeat(20, [0, 100]), { guardrail }), since, declaredAt).proven).toBe(false);
  });
});
