import { afterEach, describe, expect, it } from 'vitest';
import { paymentsBetween } from '../../cli/demo/payments.ts';
import { type Random, seededRandom } from '../../cli/demo/random.ts';
import { addMs, minutes } from '../../shared/core/units.ts';
import { aGuardrail, aLatencyGuardrail, aRawEvent, NOW } from '../support/builders.ts';
import { chunk, type LocalUnderTest, startLocal } from '../support/local.ts';

const guardrails = [aGuardrail({ by: ['bank', 'method', 'merchant'] }), aLatencyGuardrail({ by: ['bank'] })];

let running: LocalUnderTest | undefined;
afterEach(async () => {
  await running?.system.stop();
  running = undefined;
});
const start = async (): Promise<LocalUnderTest> => (running = await startLocal(guardrails));

const shuffled = <Item>(items: readonly Item[], random: Random): Item[] =>
  items
    .map((item) => [random.next(), item] as const)
    .sort(([left], [right]) => left - right)
    .map(([, item]) => item);

describe('10 000 events are counted the same', () => {
  const events = paymentsBetween(seededRandom(7), addMs(NOW, minutes(-30)), minutes(30), 'wallet', 10_000).slice(
    0,
    10_000,
  );
  const batches = chunk(events, 500);
  const inOrder = async (local: LocalUnderTest): Promise<void> => {
    for (const batch of batches) expect(await local.post(batch)).toBe(202);
  };
  let expected: unknown;

  const ways = new Map<string, (local: LocalUnderTest) => Promise<void>>([
    ['sent once', inOrder],
    [
      'sent twice',
      async (local) => {
        await inOrder(local);
        await inOrder(local);
      },
    ],
    [
      'shuffled into batches of other sizes',
      async (local) => {
        const random = seededRandom(8);
        let rest = shuffled(events, random);
        while (rest.length > 0) {
          const size = 1 + random.integer(900);
          expect(await local.post(rest.slice(0, size))).toBe(202);
          rest = rest.slice(size);
        }
      },
    ],
    [
      'half by queue, a quarter of it by both ways',
      async (local) => {
        for (const [index, batch] of batches.entries()) {
          if (index % 2 === 0) expect(await local.post(batch)).toBe(202);
          if (index % 2 === 1 || index % 4 === 0) await local.system.sendToQueue(JSON.stringify({ events: batch }));
        }
        await local.system.drainQueue();
      },
    ],
  ]);

  it.each([...ways])('%s', async (_, deliver) => {
    const local = await start();
    await deliver(local);
    const counts = await local.counts(guardrails);
    expect(counts).toMatchObject({ events: events.length });
    expected ??= counts;
    expect(counts).toEqual(expected);
  });
});

describe('the identity of an event', () => {
  const failed = (overrides: Record<string, unknown>) =>
    aRawEvent({ time: new Date(NOW - 60_000).toISOString(), outcome: 'failed', ...overrides });

  it('is its source and its id: two producers with the same ids are two events each', async () => {
    const local = await start();
    await local.post([failed({ id: 'pay_1', source: 'ios' }), failed({ id: 'pay_2', source: 'ios' })]);
    await local.post([failed({ id: 'pay_1', source: 'android' }), failed({ id: 'pay_2', source: 'android' })]);
    expect(await local.counts(guardrails)).toMatchObject({ events: 4 });
  });

  it('with two bodies counts once, as the same body whichever came first', async () => {
    const one = failed({ id: 'pay_1' });
    const other = { ...one, outcome: 'succeeded', latencyMs: 77 };
    const orders = [[[one], [other]], [[other], [one]], [[one, other]], [[other, one]]];
    const seen = [];
    for (const batches of orders) {
      const local = await start();
      for (const batch of batches) expect(await local.post(batch)).toBe(202);
      seen.push(await local.counts(guardrails));
      await local.system.stop();
      running = undefined;
    }
    expect(seen[0]).toMatchObject({ events: 1 });
    for (const counts of seen) expect(counts).toEqual(seen[0]);
  });
});
