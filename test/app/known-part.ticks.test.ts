import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CountDependencies, countRolled } from '../../shared/app/count-rolled.ts';
import { rowsOrNone } from '../../shared/app/read-rollups.ts';
import type { PaymentEvent } from '../../shared/core/event/event.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { encodeRollup } from '../../shared/core/rollup/encode-rollup.ts';
import { minuteTally } from '../../shared/core/rollup/merge-tallies.ts';
import { partsOf } from '../../shared/core/rollup/part.ts';
import { addMinutes, addMs, durationMs } from '../../shared/core/units.ts';
import { aBaselineLatencyGuardrail } from '../core/rollup/counting.ts';
import { aGuardrail, anEvent, aWeightedGuardrail, THIS_MINUTE } from '../support/builders.ts';
import { at } from '../support/world.ts';
import { groupsOf, type SealedMinutes, sealedMinutes } from './sealed-minutes.ts';

const guardrails: readonly Guardrail[] = [
  aGuardrail({ id: 'rate', by: ['bank'], groups: 3 }),
  aGuardrail({ id: 'again', by: ['bank', 'method'], groups: 2 }),
  aWeightedGuardrail({ id: 'value', by: ['bank'], groups: 3 }),
  aBaselineLatencyGuardrail({ id: 'latency', by: ['bank'], groups: 1 }),
  // Of each of its two metrics it has other banks.
  aGuardrail({
    id: 'monthly',
    name: undefined,
    kind: 'monthly',
    bad: { type: 'chargeback' },
    of: { method: ['m0', 'm1'] },
    critical: { ratio: '1.5%', count: 100 },
    by: ['bank'],
    groups: 2,
  }),
];

/** Payments and chargebacks of a minute by these banks. */
const payments = (minute: number, banks: readonly number[]): PaymentEvent[] =>
  banks.map((bank, index) =>
    anEvent({
      time: addMs(at(minute), durationMs(index)),
      type: bank % 4 === 3 ? 'chargeback' : 'payment',
      outcome: (bank + index) % 3 === 0 ? 'failed' : 'succeeded',
      latencyMs: 10 * bank,
      attributes: { bank: `b${bank}`, method: `m${bank % 4}` },
    }),
  );

/** What a tick does before it counts: its minute gets payments, an earlier one gets late ones and is sealed again. */
interface Step {
  readonly banks: readonly number[];
  readonly late?: { readonly ago: number; readonly banks: readonly number[] };
  readonly seals: boolean;
}

/** Groups come and go: those of one tick are another dozen than those of ten ticks ago. */
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record(
    {
      banks: fc.array(fc.nat(11), { maxLength: 12 }),
      late: fc.record({ ago: fc.integer({ min: 2, max: 8 }), banks: fc.array(fc.nat(11), { maxLength: 3 }) }),
      seals: fc.boolean(),
    },
    { requiredKeys: ['banks', 'seals'] },
  ),
  { minLength: 14, maxLength: 14 },
);
const shifted = (banks: readonly number[], minute: number): number[] => banks.map((bank) => bank + (minute - 50));

/** Decodes as ever, and tells how often. */
const counting = () => {
  const calls: number[] = [];
  const decode: CountDependencies['decode'] = (data) => (calls.push(data.length), rowsOrNone(data));
  return { calls, decode };
};

describe('a tick that goes on from what the one before has read', () => {
  it('counts what one would that reads all anew: minutes sealed again, an hour that ends, groups that come and go', async () => {
    const decoded = { again: 0, anew: 0 };
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const world = sealedMinutes(guardrails);
        const [again, anew] = [counting(), counting()];
        const goesOn = countRolled({ ...world, ...again });
        let sealed = 50;
        for (const [index, { banks, late, seals }] of all.entries()) {
          const now = 51 + index;
          await world.put(payments(now - 1, shifted(banks, now)));
          for (const end = seals ? now - 1 : sealed; sealed < end; sealed++) await world.seal(sealed);
          if (late !== undefined && now - late.ago >= 50 && now - late.ago < sealed) {
            await world.put(payments(now - late.ago, shifted(late.banks, now)));
            await world.sealAgain(now - late.ago);
          }
          // From the whole hour on: those of before ten are out of sight two minutes after it.
          const found = await world.rolled(now - 2, now, undefined, goesOn);
          expect(found).toEqual(await world.rolled(now - 2, now, undefined, countRolled({ ...world, ...anew })));
        }
        decoded.again += again.calls.length;
        decoded.anew += anew.calls.length;
      }),
      { numRuns: 25 },
    );
    expect(decoded.again).toBeLessThan(decoded.anew / 3);
  });
});

describe('what a tick decodes', () => {
  const [rate] = guardrails;
  if (rate === undefined) throw new Error('no guardrail');
  const parts = partsOf([rate]).length;

  const sealedTo = async (minutes: number): Promise<SealedMinutes> => {
    const world = sealedMinutes([rate]);
    for (let minute = 0; minute < minutes; minute++) {
      await world.put(payments(minute, [1, 2]));
      await world.seal(minute);
    }
    return world;
  };

  it('is what was sealed since the one before, and what was sealed again', async () => {
    const world = await sealedTo(20);
    const { calls, decode } = counting();
    const counts = countRolled({ ...world, decode });
    await world.rolled(0, 20, undefined, counts);
    expect(calls.splice(0)).toHaveLength(20 * parts);
    await world.rolled(0, 20, undefined, counts);
    expect(calls.splice(0)).toHaveLength(0);
    await world.seal(20);
    await world.rolled(0, 21, undefined, counts);
    expect(calls.splice(0)).toHaveLength(parts);
    await world.put(payments(7, [4]));
    await world.sealAgain(7);
    const [series] = groupsOf(await world.rolled(0, 21, undefined, counts), rate).get('bank=b4') ?? [];
    expect(calls.splice(0)).toHaveLength(parts);
    expect(series?.total[7]).toBe(1);
  });

  it('is nothing twice where guardrails share a part', async () => {
    const world = sealedMinutes([rate, { ...rate, id: 'copy' }]);
    await world.put(payments(0, [1, 2]));
    await world.seal(0);
    const { calls, decode } = counting();
    await world.rolled(0, 1, undefined, countRolled({ ...world, decode }));
    expect(calls).toHaveLength(parts);
  });

  it('is all of it, once, where more than twenty thousand groups have come and gone', async () => {
    const world = sealedMinutes([rate]);
    const [whole, byBank] = partsOf([rate]);
    if (whole === undefined || byBank === undefined) throw new Error('no part');
    for (let minute = 0; minute < 11; minute++) {
      const named = (by: string, count: number) =>
        encodeRollup({
          groups: new Map(
            Array.from({ length: count }, (_, index) => [
              by === '' ? '' : `bank=${minute}-${index}`,
              minuteTally(0, 1 + (index % 9)),
            ]),
          ),
        });
      const start = addMinutes(THIS_MINUTE, minute);
      await world.rollups.put(whole, 'minute', { start, data: named('', 1) }, 0, 'w');
      await world.rollups.put(byBank, 'minute', { start, data: named('bank', 2000) }, 0, 'w');
    }
    await world.rollups.advance(addMinutes(THIS_MINUTE, 10), undefined, 'w');
    const { calls, decode } = counting();
    const counts = countRolled({ ...world, decode });
    const first = await world.rolled(0, 11, undefined, counts);
    expect(calls.splice(0)).toHaveLength(22);
    expect(groupsOf(first, rate).size).toBe(1 + 3 + 1);
    // Those of the part by bank; the whole has one group.
    expect(await world.rolled(0, 11, undefined, counts)).toEqual(first);
    expect(calls.splice(0)).toHaveLength(11);
  });
});
