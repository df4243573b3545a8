import { describe, expect, it } from 'vitest';
import { judge, judgeRecovery, type Look } from '../../../shared/core/evidence/judge.ts';
import { emptySeries } from '../../../shared/core/rollup/series.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { aGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { aLook, repeat } from './looks.ts';

const aVolume = (overrides: Record<string, unknown> = {}) =>
  aGuardrail({ kind: 'volume', bad: undefined, critical: { below: '20/min' }, ...overrides });
/** Events of each minute, oldest first; the last one is the newest whole minute. */
const looking = (events: readonly number[], guardrail = aVolume(), overrides: Partial<Look> = {}): Look =>
  aLook(
    events.map((count) => [0, count] as const),
    { guardrail, ...overrides },
  );

describe('a volume below its limit', () => {
  it('is broken by a silence of two settled minutes where 7 a minute are the least', () => {
    const guardrail = aVolume({ critical: { below: '7/min' } });
    expect(judge(looking([...repeat(57, 30), 0, 0, 0], guardrail))).toMatchObject({
      kind: 'breach',
      severity: 'critical',
      decisive: false,
      milder: true,
      proof: {
        from: THIS_MINUTE - 3,
        to: THIS_MINUTE - 1,
        bad: 0,
        total: 0,
        rate: 0,
        limit: 7,
        limitText: '7/min',
        phi: expect.closeTo(1.14, 12),
        alpha: 1e-4,
      },
    });
    expect(judge(looking(repeat(60, 0)))).toMatchObject({ kind: 'breach' });
  });

  it('is decisive where the silence is overwhelming', () => {
    expect(judge(looking(repeat(60, 0), aVolume({ critical: { below: '200/min' } })))).toMatchObject({
      decisive: true,
    });
  });

  it('is not judged by the newest minute, which is still coming in', () => {
    expect(judge(looking([...repeat(59, 30), 0])).kind).toBe('clear');
    expect(judge(looking([...repeat(58, 30), 0, 0])).kind).not.toBe('breach');
  });

  it('is clear when more came than chance explains of the limit, and inconclusive beside it', () => {
    expect(judge(looking(repeat(60, 40)))).toMatchObject({ kind: 'clear', proof: { rate: 40, from: THIS_MINUTE - 3 } });
    expect(judge(looking(repeat(60, 21)))).toEqual({
      kind: 'inconclusive',
      reason: expect.stringContaining('1239 events in 59 minutes, but 1200 expected prove nothing yet (limit 20/min)'),
    });
  });

  it('proves nothing by a silence in which few were to come', () => {
    // 60 minutes at 0.1 a minute: e^-5.6 is 0.0039.
    expect(judge(looking(repeat(60, 0), aVolume({ critical: { below: '6/h' } })))).toEqual({
      kind: 'inconclusive',
      reason:
        'no events in 59 minutes, but 5.9 expected prove nothing yet (limit 6/h): ' +
        'the chance of that is 0.0038, a breach takes 0.0001',
    });
  });

  it('is never absent; without a minute behind the horizon nothing is known', () => {
    const horizon = addMinutes(THIS_MINUTE, -1);
    expect(judge(looking(repeat(60, 0), aVolume(), { horizon })).kind).toBe('inconclusive');
    const empty = { series: [emptySeries(THIS_MINUTE, 0)] };
    expect(judge(looking([], aVolume(), empty)).kind).toBe('inconclusive');
  });

  it('is not missed before its first event', () => {
    const events = [...repeat(50, 0), ...repeat(10, 30)];
    const guardrail = aVolume({ critical: { below: '25/min' } });
    expect(judge(looking(events, guardrail, { horizon: addMinutes(THIS_MINUTE, -10) })).kind).not.toBe('breach');
    expect(judge(looking(events, guardrail)).kind).toBe('breach');
    // A single whole minute behind it proves nothing.
    expect(judge(looking(repeat(60, 0), aVolume(), { horizon: addMinutes(THIS_MINUTE, -2) }))).toEqual({
      kind: 'inconclusive',
      reason: 'fewer than 2 whole minutes to judge yet',
    });
  });

  it('is judged worst first, and says whether the worse level is proven to be kept', () => {
    const guardrail = aVolume({ warning: { below: '100/min' }, critical: { below: '20/min' } });
    expect(judge(looking(repeat(60, 40), guardrail))).toMatchObject({ severity: 'warning', milder: true });
    expect(judge(looking(repeat(60, 21), guardrail))).toMatchObject({ severity: 'warning', milder: false });
    expect(judge(looking(repeat(60, 2), guardrail))).toMatchObject({ severity: 'critical' });
  });

  it('takes a smaller chance to be broken among many groups', () => {
    const silence = [...repeat(57, 20), 0, 0, 0];
    const guardrail = aVolume({ critical: { below: '5.5/min' } });
    expect(judge(looking(silence, guardrail, { alpha: 1e-4 })).kind).toBe('breach');
    expect(judge(looking(silence, guardrail, { alpha: 5e-6 })).kind).not.toBe('breach');
  });
});

describe('a volume above its limit', () => {
  const guardrail = aVolume({ critical: { above: '100/min' } });

  it('is broken by more than chance and the swing of real volumes explain', () => {
    expect(judge(looking([...repeat(57, 60), 180, 180, 180], guardrail))).toMatchObject({
      kind: 'breach',
      proof: { total: 360, rate: 180, limit: 100, phi: expect.closeTo(3, 12) },
    });
    expect(judge(looking(repeat(60, 115), guardrail)).kind).toBe('inconclusive');
  });

  it('is clear when less came, also when nothing did', () => {
    expect(judge(looking(repeat(60, 40), guardrail)).kind).toBe('clear');
    expect(judge(looking(repeat(60, 0), guardrail)).kind).toBe('clear');
  });
});

describe('the recovery of a volume', () => {
  const since = addMinutes(THIS_MINUTE, -20);
  const declaredAt = addMinutes(THIS_MINUTE, -10);
  const recovery = (events: readonly number[], guardrail = aVolume()) =>
    judgeRecovery(looking(events, guardrail, { horizon: since }), since, declaredAt);

  it('is proven by what came since it began', () => {
    expect(recovery(repeat(20, 40))).toMatchObject({
      proven: true,
      proof: { from: since, to: THIS_MINUTE - 1, rate: 40 },
    });
  });

  it('is not proven by what came before it was declared, when less comes now', () => {
    expect(recovery([...repeat(10, 100), ...repeat(10, 15)])).toEqual({
      proven: false,
      reason: 'since recovery was declared: below the limit again',
    });
    const above = aVolume({ critical: { above: '100/min' } });
    expect(recovery([...repeat(10, 10), ...repeat(10, 120)], above)).toEqual({
      proven: false,
      reason: 'since recovery was declared: above the limit again',
    });
  });

  it('is not proven before a whole minute came after it was declared', () => {
    expect(judgeRecovery(looking(repeat(20, 40)), since, addMinutes(THIS_MINUTE, -1))).toEqual({
      proven: false,
      reason: 'since recovery was declared: no whole minute yet',
    });
  });

  it('is not proven where the volume lies by its limit', () => {
    expect(recovery(repeat(20, 21))).toMatchObject({
      proven: false,
      reason: expect.stringContaining('not yet proven over all minutes'),
    });
  });
});
