import { describe, expect, it } from 'vitest';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { aGuardrail } from '../support/builders.ts';
import { aWorld, brittle, downPublisher } from '../support/world.ts';

const monthly = aGuardrail({
  id: 'chargebacks',
  name: 'Chargebacks',
  kind: 'monthly',
  bad: { type: 'chargeback' },
  of: { type: 'payment' },
  critical: { ratio: '1%', count: 10 },
});
const both = [aGuardrail(), monthly];

/** A world of a guardrail that is judged each minute and one over a month; and which of them each counting was asked for. */
const aWorldOfBoth = () => {
  const world = aWorld({ guardrails: both });
  const counted: string[][] = [];
  const counts: typeof world.deps.counts = {
    count: (guardrails: readonly Guardrail[], ...rest) => {
      counted.push(guardrails.map(({ id }) => id));
      return world.deps.counts.count(guardrails, ...rest);
    },
  };
  return { ...world, counted, tick: (minute: number, changed = {}) => world.tick(minute, { counts, ...changed }) };
};

describe('a guardrail over a month', () => {
  it('is counted and judged by the first tick of an hour, and by no other', async () => {
    const world = aWorldOfBoth();
    const judged: number[] = [];
    for (const minute of [0, 1, 59, 60, 61]) judged.push((await world.tick(minute)).judged);
    expect(judged).toEqual([2, 1, 1, 2, 1]);
    expect(world.counted.map((ids) => ids.includes('chargebacks'))).toEqual([true, false, false, true, false]);
    expect(world.counted.every((ids) => ids.includes('payment-failures'))).toBe(true);
  });

  it('is judged by the first tick after some were missed', async () => {
    const world = aWorldOfBoth();
    await world.tick(50);
    expect(await world.tick(75)).toMatchObject({ judged: 2 });
    expect(await world.tick(76)).toMatchObject({ judged: 1 });
  });

  it('is judged again where the first tick of the hour did not come to its end', async () => {
    const world = aWorldOfBoth();
    await world.tick(59);
    const ticks = brittle(world.deps.ticks, (_, method) => (method === 'advance' ? 'before' : undefined));
    await world.tick(60, { ticks }).catch(() => undefined);
    expect(await world.tick(61)).toMatchObject({ judged: 2 });
  });

  it('says in between why it was not judged, keeps its state, and is not taken for removed', async () => {
    const world = aWorldOfBoth();
    await world.tick(0);
    const before = (await world.incidents.readAll()).get('chargebacks');
    expect(before).toBeDefined();
    const report = await world.tick(1);
    expect(report).toMatchObject({ status: 'done', failures: [], unmatched: [] });
    expect(report.decisions).toEqual({ 'payment-failures': 'no incident', chargebacks: 'judged once an hour' });
    expect((await world.incidents.readAll()).get('chargebacks')).toEqual(before);
  });

  it('is told of as unmatched by each tick, judged or not', async () => {
    const world = aWorldOfBoth();
    const aDay = 24 * 60;
    for (const minute of [0, aDay]) await world.tick(minute);
    const unmatched = async (minute: number) => (await world.tick(minute)).unmatched;
    expect(await unmatched(aDay + 1)).toContain('chargebacks');
    expect(await unmatched(aDay + 60)).toContain('chargebacks');
  });

  it('has what waits in its outbox sent by any tick', async () => {
    const world = aWorldOfBoth();
    await world.tick(0);
    const stored = (await world.incidents.readAll()).get('chargebacks');
    // What another guardrail has to say, in the outbox of this one: who wrote it there is all the same to the sender.
    for (let minute = 1; minute < 4; minute++) await world.traffic(minute, 80, 100);
    await world.tick(4, { publisher: downPublisher(world.publisher) });
    const [notification] = (await world.incidents.readAll()).get('payment-failures')?.state.outbox ?? [];
    if (stored === undefined || notification === undefined) throw new Error('nothing waits');
    const waiting = { ...notification, incident: 'chargebacks-1' };
    await world.incidents.save({ ...stored.state, outbox: [waiting] }, stored.rev, 'w');
    expect(await world.tick(5)).toMatchObject({ sent: 2, unsent: 0, judged: 1 });
    expect((await world.incidents.readAll()).get('chargebacks')?.state.outbox).toEqual([]);
  });
});
