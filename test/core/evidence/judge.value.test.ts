import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, judgeRecovery, type Look } from '../../../shared/core/evidence/judge.ts';
import { sizeToBreak, sizeToClear, valueOf } from '../../../shared/core/evidence/value.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { aGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { aLook, type Amounts, repeat, seriesOf, weightedSeriesOf } from './looks.ts';

const weighted = (overrides: Record<string, unknown> = {}) =>
  aGuardrail({ weight: 'amount', currency: 'CNY', ...overrides });
const looking = (minutes: readonly Amounts[], guardrail = weighted()): Look =>
  aLook([], { guardrail, series: [weightedSeriesOf(minutes)] });

const good = (count: number, amount = 100) => repeat(count, amount);

describe('a weighted rate', () => {
  it('is judged by value: few bad events of great value break it, many of small value do not', () => {
    const great = judge(looking(repeat(2, [repeat(40, 1_000), good(960)])));
    expect(great).toMatchObject({
      kind: 'breach',
      proof: {
        bad: 40,
        total: 1_000,
        from: THIS_MINUTE - 1,
        rate: 40 / 136,
        limit: 0.05,
        value: { bad: 40_000, total: 136_000, currency: 'CNY' },
      },
    });
    expect(judge(looking(repeat(20, [repeat(30, 1), good(70)]))).kind).toBe('clear');
  });

  it('of equal amounts is judged as the counts are', () => {
    const counted = judge(aLook(repeat(5, [15, 100])));
    const valued = judge(looking(repeat(5, [repeat(15, 700), good(85, 700)])));
    if (counted.kind !== 'breach' || valued.kind !== 'breach') throw new Error('expected breaches');
    expect(valued.proof.probability).toBeCloseTo(counted.proof.probability, 12);
    expect(valued.proof).toMatchObject({ bad: 30, total: 200, rate: 0.15 });
  });

  it('is not broken by one payment, however large', () => {
    const minutes: readonly Amounts[] = [
      ...repeat(10, [repeat(2, 100), good(98)] as Amounts),
      [[9_000_000, 100], good(98)],
      [repeat(2, 100), good(98)],
    ];
    for (const limit of ['5%', '0.001%'])
      expect(judge(looking(minutes, weighted({ critical: { above: limit } })))).toEqual({
        kind: 'inconclusive',
        reason: 'one payment: a single event makes up to 100% of the bad value',
      });
  });

  it('is not broken by fewer than five bad events', () => {
    const guardrail = weighted({ critical: { above: '0.1%' } });
    const withBad = (events: number): readonly Amounts[] => [
      [good(events, 100), good(30)],
      [good(2, 100), good(30)],
    ];
    expect(judge(looking(withBad(2), guardrail))).toEqual({
      kind: 'inconclusive',
      reason: '4 bad events: for a breach of value 5 are needed',
    });
    expect(judge(looking(withBad(3), guardrail)).kind).toBe('breach');
  });

  it('is deflated by what past hours taught, as counts are', () => {
    const minutes = repeat(5, [repeat(13, 100), good(87)] as Amounts);
    expect(judge(looking(minutes)).kind).toBe('breach');
    expect(judge({ ...looking(minutes), history: 20 }).kind).toBe('inconclusive');
  });

  it('says the share of value where it proves neither', () => {
    expect(judge(looking(repeat(2, [[100], good(9)])))).toMatchObject({
      kind: 'inconclusive',
      reason: expect.stringContaining('2 of 20 events in 2 minutes (10% of the value, limit 5%)'),
    });
  });

  it('is absent without events and inconclusive without value', () => {
    expect(judge(looking(repeat(60, [[], []]))).kind).toBe('absent');
    expect(judge(looking(repeat(60, [[0, 0], [0]]))).kind).toBe('inconclusive');
  });

  it('refuses counts without value', () => {
    const look = aLook([], { guardrail: weighted(), series: [seriesOf(repeat(5, [1, 10]))] });
    expect(() => judge(look)).toThrow('expected the value of its events, got counts alone');
  });

  it('below a limit is judged on the value of the other events', () => {
    const guardrail = weighted({ bad: { outcome: ['succeeded'] }, critical: { below: '90%' } });
    // 'bad' are the approved ones here: 80 of 100 approved.
    expect(judge(looking(repeat(10, [good(80), good(20)]), guardrail))).toMatchObject({
      kind: 'breach',
      proof: { bad: 160, total: 200, rate: 0.8, limit: 0.9, value: { bad: 16_000, total: 20_000 } },
    });
    expect(judge(looking(repeat(10, [good(99), good(1)]), guardrail)).kind).toBe('clear');
    expect(judge(looking(repeat(10, [good(99), [900_000]]), guardrail)).kind).not.toBe('clear');
  });

  it('has recovered when the value since is clear', () => {
    const since = addMinutes(THIS_MINUTE, -20);
    const declaredAt = addMinutes(THIS_MINUTE, -10);
    const well = repeat(20, [[100], good(99)] as Amounts);
    expect(judgeRecovery(looking(well), since, declaredAt)).toMatchObject({
      proven: true,
      proof: { rate: 0.01, value: { bad: 1_900 } },
    });
    const again: readonly Amounts[] = [
      ...repeat(10, [[], good(1_000)] as Amounts),
      ...repeat(10, [[1_000], good(99)] as Amounts),
    ];
    expect(judgeRecovery(looking(again), since, declaredAt)).toEqual({
      proven: false,
      reason: 'since recovery was declared: above the limit again',
    });
  });
});

describe('the sums of value', () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 10_000_000 }), { maxLength: 6 });

  it('turned, never call the largest event of the other side smaller than it is', () => {
    const property = fc.property(fc.array(fc.tuple(amounts, amounts), { minLength: 1, maxLength: 5 }), (minutes) => {
      const series = weightedSeriesOf(minutes).value;
      if (series === undefined) throw new Error('expected value');
      const turned = valueOf(series, { direction: 'below' }, 0, minutes.length);
      const others = minutes.flatMap(([, rest]) => rest);
      const sum = others.reduce((total, amount) => total + amount, 0);
      expect(turned.bad).toBe(sum);
      expect(turned.largestBad).toBeGreaterThanOrEqual(Math.max(0, ...others) * (1 - 1e-9));
      expect(turned.largestBad).toBeLessThanOrEqual(sum);
    });
    fc.assert(property);
  });

  it('turned, know the largest event to within the root of how many there are', () => {
    const series = weightedSeriesOf([
      [good(80), good(16)],
      [good(80), [300]],
    ]).value;
    if (series === undefined) throw new Error('expected value');
    expect(valueOf(series, { direction: 'below' }, 0, 1).largestBad).toBe(400);
    expect(valueOf(series, { direction: 'below' }, 1, 2).largestBad).toBe(300);
    expect(valueOf(series, { direction: 'below' }, 0, 2)).toMatchObject({ bad: 1_900, largestBad: 400 });
  });

  it('count in events of the larger of both sizes; to clear, of three times the average by value at least', () => {
    const value = { bad: 100, total: 1_000, badSquares: 5_000, totalSquares: 20_000, largestBad: 50 };
    expect(sizeToBreak(value)).toBe(50);
    expect(sizeToClear(value)).toBe(60);
    expect(sizeToBreak({ ...value, bad: 0, badSquares: 0 })).toBe(20);
    expect(sizeToBreak({ bad: 0, total: 0, badSquares: 0, totalSquares: 0, largestBad: 0 })).toBe(0);
  });
});
