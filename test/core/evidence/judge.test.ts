import { describe, expect, it } from 'vitest';
import { judge, judgeRecovery, type Look, shareOfChance } from '../../../shared/core/evidence/judge.ts';
import type { Series } from '../../../shared/core/rollup/series.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { aGuardrail, THIS_MINUTE } from '../../support/builders.ts';

/** One count pair per minute, oldest first; the last one is the newest whole minute. */
const seriesOf = (minutes: readonly (readonly [bad: number, total: number])[]): Series => ({
  from: addMinutes(THIS_MINUTE, -minutes.length),
  bad: Float64Array.from(minutes, ([bad]) => bad),
  total: Float64Array.from(minutes, ([, total]) => total),
});

const repeat = (count: number, minute: readonly [number, number]) => Array.from({ length: count }, () => minute);

const aLook = (minutes: readonly (readonly [number, number])[], overrides: Partial<Look> = {}): Look => ({
  guardrail: aGuardrail(),
  series: [seriesOf(minutes)],
  now: THIS_MINUTE,
  alpha: 1e-4,
  history: 1,
  ...overrides,
});

describe('the judge', () => {
  it('calls no events absent, never clear', () => {
    expect(judge(aLook(repeat(60, [0, 0]))).kind).toBe('absent');
  });

  it('calls too few events inconclusive', () => {
    expect(judge(aLook([...repeat(58, [0, 0]), [1, 2], [0, 1]]))).toMatchObject({
      kind: 'inconclusive',
      reason: expect.stringContaining('3 events'),
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
  const recovery = (minutes: readonly (readonly [number, number])[]) =>
    judgeRecovery(aLook(minutes, { horizon: since }), since, declaredAt);

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
});
