import { describe, expect, it } from 'vitest';
import { memoryPublisher } from '../../shared/adapters/memory/publisher.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { limits } from '../../shared/core/limits.ts';
import { aGuardrail } from '../support/builders.ts';
import { aWorld, downPublisher } from '../support/world.ts';

const guardrails = (count: number): Guardrail[] =>
  Array.from({ length: count }, (_, index) =>
    aGuardrail({ id: `rule-${index}`, critical: { above: `${5 + index}%` } }),
  );

/** So many guardrails, all of them broken by the same payments. */
const allBroken = async (count: number, publisher = memoryPublisher()) => {
  const world = aWorld({ guardrails: guardrails(count), publisher });
  for (let minute = 0; minute < 3; minute++) await world.traffic(minute, 80, 100);
  return { ...world, publisher };
};

const reasonsIn = (messages: readonly { readonly attributes: Readonly<Record<string, string>> }[]) =>
  messages.map(({ attributes }) => attributes['reason']);

interface Digest {
  readonly parapet: { readonly digest?: readonly { readonly dedupKey: string }[]; readonly dedupKey?: string };
}
/** The keys of incidents in the messages that were sent, those inside a digest too. */
const keysIn = (messages: readonly { readonly json: string }[]): string[] =>
  messages.flatMap(({ json }) => {
    const { parapet } = JSON.parse(json) as Digest;
    return parapet.digest?.map(({ dedupKey }) => dedupKey) ?? [parapet.dedupKey ?? ''];
  });

describe('a tick in which much breaks at once', () => {
  it('sends five messages of their own', async () => {
    const { tick, publisher } = await allBroken(limits.messagesPerTick);
    expect(await tick(3)).toMatchObject({ sent: 5, unsent: 0 });
    expect(reasonsIn(publisher.sent)).toEqual(Array(5).fill('opened'));
  });

  it('sends four and a digest that names all others', async () => {
    const { tick, publisher, incidents } = await allBroken(12);
    expect(await tick(3)).toMatchObject({ sent: 5, unsent: 0 });
    expect(reasonsIn(publisher.sent)).toEqual([...Array(4).fill('opened'), 'digest']);
    expect(new Set(keysIn(publisher.sent)).size).toBe(12);
    expect([...(await incidents.readAll()).values()].flatMap(({ state }) => state.outbox)).toEqual([]);
  });

  it('sends the most urgent alone where SNS refuses the digest, and the others by and by', async () => {
    const picky = memoryPublisher(({ attributes }) =>
      attributes['reason'] === 'digest' ? { kind: 'refused', reason: 'InvalidParameter' } : { kind: 'sent' },
    );
    const { tick, publisher } = await allBroken(7, picky);
    expect(await tick(3)).toMatchObject({ sent: 5, unsent: 2 });
    expect(await tick(4)).toMatchObject({ sent: 2, unsent: 0 });
    expect(new Set(keysIn(publisher.sent)).size).toBe(7);
  });
});

describe('a guardrail', () => {
  it('sends one message in a tick: what is new waits for what was late', async () => {
    const world = await allBroken(1);
    await world.tick(3, { publisher: downPublisher(world.publisher) });
    // Reached at last, with the rule removed in the same minute.
    const others = { guardrails: [aGuardrail({ id: 'another', of: { method: ['cash'] } })] };
    expect(await world.tick(4, others)).toMatchObject({ sent: 1, unsent: 1 });
    expect(await world.tick(5, others)).toMatchObject({ sent: 1, unsent: 0 });
    expect(reasonsIn(world.publisher.sent)).toEqual(['opened', 'closed']);
  });

  it('tells once for all what it could not tell while SNS was away', async () => {
    const world = await allBroken(1);
    for (let minute = 3; minute < 60; minute++) {
      await world.tick(minute, { publisher: downPublisher(world.publisher) });
      await world.traffic(minute, 1, 100);
    }
    await world.tick(60);
    expect(reasonsIn(world.publisher.sent)).toEqual(['resolved']);
    expect(world.publisher.sent[0]?.text).toContain('1 earlier message');
  });
});
