import { describe, expect, it } from 'vitest';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMs, durationMs } from '../../shared/core/units.ts';
import type { Counts } from '../../shared/ports/counts.ts';
import { aGuardrail, anEvent } from '../support/builders.ts';
import { at, aWorld } from '../support/world.ts';

/** The payments of a minute, by bank: so many of so many have failed. */
type Banks = Readonly<Record<string, readonly [bad: number, total: number]>>;

const manyBanks = (count: number, total: number): Banks =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`b${index}`, [0, total]]));

const aWorldOfBanks = (groups?: number) => {
  const world = aWorld({ guardrails: [aGuardrail({ by: ['bank'], ...(groups === undefined ? {} : { groups }) })] });
  return {
    ...world,
    /** The payments of a minute, and the tick behind it: what it saw of the tiny bank. */
    minute: async (minute: number, banks: Banks) => {
      const events = Object.entries(banks).flatMap(([bank, [bad, total]]) =>
        Array.from({ length: total }, (_, index) =>
          anEvent({
            time: addMs(at(minute), durationMs(index)),
            outcome: index < bad ? 'failed' : 'succeeded',
            attributes: { bank },
          }),
        ),
      );
      await world.segments.put(encodeBatch(events).segments);
      const { observations } = await world.tick(minute + 1);
      return observations.get('payment-failures')?.get('bank=tiny')?.verdict.kind;
    },
    status: async () => {
      const stored = (await world.incidents.readAll()).get('payment-failures');
      return stored?.state.members.get('bank=tiny')?.status;
    },
  };
};

describe('a small member of an open incident', () => {
  it('is judged on its own when three hundred larger groups appear, until it is well again', async () => {
    const world = aWorldOfBanks();
    for (let minute = 0; minute < 4; minute++) await world.minute(minute, { tiny: [4, 4] });
    expect(await world.status()).toBe('firing');
    for (let minute = 4; minute < 9; minute++)
      expect(await world.minute(minute, { tiny: [4, 4], ...manyBanks(300, 12) })).toBe('breach');
    expect(await world.status()).toBe('firing');
  });

  it('is seen to recover behind larger ones, which the rest would hide', async () => {
    const world = aWorldOfBanks(2);
    const larger = manyBanks(3, 40);
    for (let minute = 0; minute < 4; minute++) await world.minute(minute, { tiny: [10, 10] });
    for (let minute = 4; minute < 70; minute++) await world.minute(minute, { tiny: [0, 10], ...larger });
    expect(world.reasons()).toEqual(['opened', 'resolved']);
    // Not a member any more: then it is one of the rest as others are.
    expect(await world.minute(70, { tiny: [0, 10], ...larger })).toBe('absent');
  });

  it('is named for its own guardrail alone, and while it keeps the incident open', async () => {
    const guardrails = [
      aGuardrail({ by: ['bank'] }),
      aGuardrail({ id: 'lax', by: ['bank'], critical: { above: '90%' } }),
    ];
    const world = aWorld({ guardrails });
    const asked: (string | undefined)[] = [];
    const counts: Counts = {
      count: (due, window, asOf, always) => {
        asked.push(guardrails.map(({ id }) => [...(always?.get(id) ?? [])].sort().join(' ')).join(', '));
        return world.deps.counts.count(due, window, asOf, always);
      },
    };
    for (let minute = 0; minute < 70; minute++) {
      await world.traffic(minute, minute < 3 ? 30 : 0, 60, { bank: 'tiny' });
      await world.traffic(minute, 0, 60, { bank: 'b' });
      await world.tick(minute + 1, { counts });
    }
    // It opens with the tick of the second minute or the third, and recovers an hour later at the latest.
    expect([asked[0], asked[3], asked.at(-1)]).toEqual([', ', ' bank=tiny, ', ', ']);
  });
});
