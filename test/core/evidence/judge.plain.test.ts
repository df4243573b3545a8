import { describe, expect, it } from 'vitest';
import { judge, type Look, shareOfChance } from '../../../shared/core/evidence/judge.ts';
import type { Comparison } from '../../../shared/core/evidence/verdict.ts';
import { emptySeries } from '../../../shared/core/rollup/series.ts';
import { addMinutes, minutes } from '../../../shared/core/units.ts';
import { aGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { aLook, repeat, weightedSeriesOf } from './looks.ts';

const plain = (overrides: Record<string, unknown> = {}) =>
  aGuardrail({ evidence: 'none', window: '5m', for: '2m', keepFiringFor: '3m', ...overrides });
const compared = (look: Look): Comparison => {
  const verdict = judge(look);
  if (verdict.kind !== 'compared') throw new Error(`expected a comparison, got ${verdict.kind}`);
  return verdict;
};

describe('a plain comparison', () => {
  it('compares the value over its window and nothing else, without a test', () => {
    const guardrail = plain();
    expect(
      compared(aLook([...repeat(55, [50, 100] as const), ...repeat(5, [6, 100] as const)], { guardrail })),
    ).toEqual({
      kind: 'compared',
      broken: [
        {
          severity: 'critical',
          proof: {
            from: THIS_MINUTE - 5,
            to: THIS_MINUTE,
            bad: 30,
            total: 500,
            rate: 0.06,
            limit: 0.05,
            limitText: '5%',
            phi: 1,
            probability: 1,
            alpha: 1,
          },
        },
      ],
      proof: expect.objectContaining({ rate: 0.06 }),
      for: minutes(2),
      keepFiringFor: minutes(3),
    });
    expect(shareOfChance(guardrail, 200)).toBe(1);
  });

  it('is strict: a value on the limit breaks nothing', () => {
    expect(compared(aLook(repeat(5, [5, 100]), { guardrail: plain() })).broken).toEqual([]);
    const below = plain({ bad: { outcome: ['succeeded'] }, critical: { below: '90%' } });
    expect(compared(aLook(repeat(5, [90, 100]), { guardrail: below })).broken).toEqual([]);
    expect(compared(aLook(repeat(5, [89, 100]), { guardrail: below })).broken).toMatchObject([
      { proof: { bad: 445, total: 500, rate: 0.89 } },
    ]);
  });

  it('says of each level whether it is broken, worst first, and where the mildest stands', () => {
    const guardrail = plain({ warning: { above: '5%' }, critical: { above: '30%' } });
    const { broken, proof } = compared(aLook(repeat(5, [40, 100]), { guardrail }));
    expect(broken).toMatchObject([
      { severity: 'critical', proof: { limit: 0.3 } },
      { severity: 'warning', proof: { limit: 0.05 } },
    ]);
    expect(proof).toMatchObject({ limit: 0.05 });
    expect(compared(aLook(repeat(5, [10, 100]), { guardrail })).broken).toMatchObject([{ severity: 'warning' }]);
    expect(compared(aLook(repeat(5, [0, 100]), { guardrail }))).toMatchObject({ broken: [], proof: { rate: 0 } });
  });

  it('compares nothing with fewer events than asked for, and never without any', () => {
    const few = { guardrail: plain({ minEvents: 10 }) };
    expect(compared(aLook(repeat(3, [3, 3]), few))).toEqual({
      kind: 'compared',
      broken: [],
      for: minutes(2),
      keepFiringFor: minutes(3),
    });
    expect(compared(aLook(repeat(3, [3, 4]), few)).broken).toHaveLength(1);
    expect(compared(aLook(repeat(5, [0, 0]), { guardrail: plain() })).proof).toBeUndefined();
  });

  it('is not cut by the horizon', () => {
    const horizon = addMinutes(THIS_MINUTE, -1);
    const look = aLook([...repeat(4, [50, 100] as const), [0, 100]], { guardrail: plain(), horizon });
    expect(compared(look).broken).toMatchObject([{ proof: { bad: 200, total: 500 } }]);
  });

  it('of a volume takes no events as none a minute', () => {
    const guardrail = plain({ kind: 'volume', bad: undefined, critical: { below: '20/min' } });
    const none = { from: THIS_MINUTE - 5, bad: 0, total: 0, rate: 0, limit: 20 };
    expect(compared(aLook(repeat(60, [0, 0]), { guardrail })).broken).toMatchObject([{ proof: none }]);
    expect(compared(aLook([], { guardrail, series: [emptySeries(THIS_MINUTE, 0)] })).broken).toMatchObject([
      { proof: none },
    ]);
    expect(compared(aLook(repeat(60, [0, 21]), { guardrail }))).toMatchObject({ broken: [], proof: { rate: 21 } });
  });

  it('of value compares the share of value', () => {
    const guardrail = plain({ weight: 'amount', currency: 'CNY' });
    const look = aLook([], { guardrail, series: [weightedSeriesOf([[[900], [100]]])] });
    expect(compared(look).broken).toMatchObject([
      { proof: { bad: 1, total: 2, rate: 0.9, value: { bad: 900, total: 1_000, currency: 'CNY' } } },
    ]);
    const worthless = aLook([], { guardrail, series: [weightedSeriesOf([[[0], [0]]])] });
    expect(compared(worthless).proof).toBeUndefined();
  });
});
