import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaymentEvent } from '../../../shared/core/event/event.ts';
import { countingOf } from '../../../shared/core/explain/counted.ts';
import type { Impact } from '../../../shared/core/explain/explanation.ts';
import { ImpactCount } from '../../../shared/core/explain/impact.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { dedupe } from '../../../shared/core/segment/dedupe.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { aGuardrail, anEvent, aVolumeGuardrail, aWeightedGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { aProof } from '../../support/proofs.ts';
import { columnsOf } from '../../support/rows.ts';
import { events } from './tables.ts';

interface Case {
  readonly guardrail?: Guardrail;
  readonly groups?: readonly string[];
  readonly before?: readonly PaymentEvent[];
  readonly minutes?: number;
}

const impactOf = (batches: readonly (readonly PaymentEvent[])[], options: Case = {}): Impact => {
  const { guardrail = aGuardrail(), groups = [''], before = [], minutes = 10 } = options;
  const count = new ImpactCount(groups, countingOf(guardrail));
  count.add(dedupe(batches.map(columnsOf)));
  if (before.length > 0) count.addBefore(dedupe([columnsOf(before)]));
  return count.impactOver({ from: addMinutes(THIS_MINUTE, -minutes), to: THIS_MINUTE, atLeast: false });
};

const icbc = { bank: 'icbc', method: 'qr' };
const ccb = { bank: 'ccb', method: 'qr' };

describe('the impact of an incident', () => {
  it('is all bad events and what of them lies beyond the limit', () => {
    expect(impactOf([[...events(80, 20, icbc), ...events(20, 1, ccb)]])).toMatchObject({
      bad: 21,
      total: 100,
      beyondLimit: 16,
      atLeast: false,
    });
  });

  it('is never less than nothing beyond the limit', () => {
    expect(impactOf([events(100, 2, icbc)]).beyondLimit).toBe(0);
  });

  it('is of the mildest level', () => {
    const guardrail = aGuardrail({ warning: { above: '1%' }, critical: { above: '10%' } });
    expect(impactOf([events(100, 20, icbc)], { guardrail }).beyondLimit).toBe(19);
  });

  it('is below what is normal for each group of a volume whose normal is known', () => {
    const guardrail = aVolumeGuardrail({ baseline: { weeks: 4 }, critical: { below: '50% of baseline' } });
    const proven = [{ group: 'bank=icbc', proof: aProof({ normal: { rate: 20, limit: 10, weeks: 4 } }) }];
    const count = new ImpactCount(['bank=icbc', 'bank=ccb'], countingOf(guardrail, undefined, proven));
    count.add(dedupe([columnsOf([...events(30, 0, icbc), ...events(5, 0, ccb)])]));
    const impact = count.impactOver({ from: addMinutes(THIS_MINUTE, -10), to: THIS_MINUTE, atLeast: false });
    expect(impact.beyondLimit).toBe(70);
  });

  it('is of any group that was broken, each event once', () => {
    const window = [...events(10, 5, icbc), ...events(10, 3, ccb), ...events(10, 1, { bank: 'ccb', method: 'card' })];
    expect(impactOf([window], { groups: ['bank=icbc', 'method=qr'] })).toMatchObject({ bad: 8, total: 20 });
    expect(impactOf([window], { groups: ['bank=icbc', ''] })).toMatchObject({ bad: 9, total: 30 });
  });

  it('counts an event once, however often it was sent', () => {
    const window = events(10, 5, icbc);
    expect(impactOf([window, window, window.slice(2)])).toMatchObject({ bad: 5, total: 10 });
  });

  it('leaves out what only the tick knew, and says when that is all', () => {
    const window = [...events(10, 5, icbc), ...events(10, 3, ccb)];
    expect(impactOf([window], { groups: ['bank=(other)', 'bank=icbc'] })).toMatchObject({ bad: 5, total: 10 });
    expect(new ImpactCount(['bank=(other)'], countingOf(aGuardrail())).isTellable).toBe(false);
    expect(new ImpactCount(['bank=(other)', ''], countingOf(aGuardrail())).isTellable).toBe(true);
  });

  it('tells what is beyond normal, where 1 000 events from before say what that is', () => {
    expect(impactOf([events(100, 21, icbc)], { before: events(1_000, 20, icbc) }).beyondNormal).toBe(19);
    expect(impactOf([events(100, 21, icbc)], { before: events(999, 20, icbc) })).not.toHaveProperty('beyondNormal');
    const others = [...events(999, 20, icbc), ...events(500, 0, ccb)];
    expect(impactOf([events(100, 21, icbc)], { groups: ['bank=icbc'], before: others })).not.toHaveProperty(
      'beyondNormal',
    );
  });

  it('counts good events as bad where a rate must not fall below', () => {
    const guardrail = aGuardrail({ bad: { outcome: ['succeeded'] }, critical: { below: '80%' } });
    const impact = impactOf([events(100, 50, icbc)], { guardrail, before: events(1_000, 100, icbc) });
    expect(impact).toMatchObject({ bad: 50, total: 100, beyondLimit: 30, beyondNormal: 40 });
    expect(impact.amounts).toEqual([{ currency: 'CNY', amount: 50 * 4_200 }]);
  });

  it('adds up amounts of bad events by currency, the largest first', () => {
    const window = [
      ...events(3, 2, icbc, { amount: 100, currency: 'EUR' }),
      ...events(3, 1, icbc, { amount: 700, currency: 'CNY' }),
      ...events(3, 1, icbc, { amount: 200, currency: 'USD' }),
    ];
    const { amount: _, currency: _currency, ...bare } = anEvent({ outcome: 'failed' });
    expect(impactOf([[...window, bare]])).toMatchObject({
      bad: 5,
      amounts: [
        { currency: 'CNY', amount: 700 },
        { currency: 'EUR', amount: 200 },
        { currency: 'USD', amount: 200 },
      ],
    });
  });

  it('counts merchants of bad events, where events have any', () => {
    const shops = ['a', 'a', 'b', 1, '1'].flatMap((merchant) => events(2, 1, { merchant }));
    expect(impactOf([[...shops, ...events(2, 0, { merchant: 'good' })]]).merchants).toBe(3);
    expect(impactOf([events(2, 0, { merchant: 'good' })]).merchants).toBe(0);
    expect(impactOf([events(2, 1, icbc)])).not.toHaveProperty('merchants');
  });

  it('of value is in events: the part of them that the bad value beyond the limit is', () => {
    const window = [
      ...events(10, 10, icbc, { amount: 1_000, currency: 'CNY' }),
      ...events(90, 0, icbc, { amount: 1_000, currency: 'CNY' }),
      ...events(50, 50, icbc, { amount: 1_000, currency: 'EUR' }),
    ];
    // 10 000 of 100 000 are bad, 5 000 may be.
    expect(impactOf([window], { guardrail: aWeightedGuardrail() })).toMatchObject({
      bad: 10,
      total: 100,
      beyondLimit: 5,
    });
  });
});

describe('the impact of a volume', () => {
  const guardrail = aVolumeGuardrail();

  it('is what is missing below the limit, over minutes without events too', () => {
    expect(impactOf([events(150, 20, icbc)], { guardrail, before: events(1_000, 5, icbc) })).toEqual({
      from: addMinutes(THIS_MINUTE, -10),
      to: THIS_MINUTE,
      bad: 0,
      total: 150,
      beyondLimit: 50,
      amounts: [],
      atLeast: false,
    });
  });

  it('is what came beyond the limit', () => {
    expect(
      impactOf([events(150, 0, icbc)], { guardrail: aVolumeGuardrail({ critical: { above: '5/min' } }) }).beyondLimit,
    ).toBe(100);
  });

  it('is of each broken group by its own, since the limit holds for each', () => {
    const window = [...events(150, 0, icbc), ...events(50, 0, ccb), ...events(300, 0, { bank: 'boc' })];
    const groups = ['bank=icbc', 'bank=ccb', 'bank=silent', 'bank=boc'];
    expect(impactOf([window], { guardrail, groups })).toMatchObject({ total: 500, beyondLimit: 50 + 150 + 200 });
  });

  it('does not count an event as missing twice for groups of two attributes', () => {
    const groups = ['bank=icbc', 'method=qr'];
    expect(impactOf([events(150, 0, icbc)], { guardrail, groups }).beyondLimit).toBe(50);
  });
});

it('an impact is the same over any split of the events into segments', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { minLength: 40, maxLength: 40 }), (places) => {
      const window = [
        ...events(20, 7, { bank: 'icbc', merchant: 'a' }),
        ...events(20, 3, { bank: 'ccb', merchant: 'b' }),
      ];
      const batches = [...Map.groupBy(window, (_, index) => places[index]).values()];
      expect(impactOf(batches, { groups: ['bank=icbc'] })).toEqual(impactOf([window], { groups: ['bank=icbc'] }));
    }),
    { numRuns: 30 },
  );
});
