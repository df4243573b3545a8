import { describe, expect, it } from 'vitest';
import { withPercentiles } from '../../shared/app/percentiles.ts';
import { memorySegments } from '../../shared/adapters/memory/segments.ts';
import type { PaymentEvent } from '../../shared/core/event/event.ts';
import { newState } from '../../shared/core/incident/state.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMinutes, startOf } from '../../shared/core/units.ts';
import { aLatencyGuardrail, anEvent, NOW, THIS_MINUTE } from '../support/builders.ts';
import { aLatencyNotification, aMember } from '../support/notifications.ts';
import { aProof } from '../support/proofs.ts';
import type { SegmentStore } from '../../shared/ports/segments.ts';

const ago = (minutes: number) => addMinutes(THIS_MINUTE, -minutes);
const guardrail = aLatencyGuardrail({ percentile: 50 });
const payment = (minutesAgo: number, latencyMs: number, overrides: Partial<PaymentEvent> = {}) =>
  anEvent({ time: startOf(ago(minutesAgo)), latencyMs, ...overrides });

/** The medians told of these members, over these batches. */
const medians = async (batches: readonly (readonly PaymentEvent[])[], members: Parameters<typeof aMember>[0][]) => {
  const segments = memorySegments();
  for (const batch of batches) await segments.put(encodeBatch(batch).segments);
  const notification = aLatencyNotification({ members: members.map(aMember) });
  const advance = {
    state: { ...newState('payment-latency'), outbox: [notification] },
    notification,
    decision: 'opened',
  };
  const described = await withPercentiles(advance, guardrail, segments, NOW);
  expect(described.state.outbox).toEqual([described.notification]);
  return described.notification?.members.map(({ percentileMs }) => percentileMs);
};
const window = (from: number, to: number) => aProof({ from: ago(from), to: ago(to) });

describe('the percentile in a message', () => {
  it('is of the window that spoke, for each member its own', async () => {
    const batch = [payment(3, 100), payment(2, 200), payment(1, 900)];
    const members = [
      { group: '', proof: window(3, 0) },
      { group: '', proof: window(1, 0) },
      { group: '', proof: window(3, 2) },
    ];
    expect(await medians([batch], members)).toEqual([200, 900, 100]);
  });

  it('is of the group, and of payments only', async () => {
    const icbc = { attributes: { bank: 'icbc' } };
    const batch = [
      payment(1, 700, icbc),
      payment(1, 100, { attributes: { bank: 'ccb' } }),
      payment(1, 5, { ...icbc, type: 'refund' }),
    ];
    expect(
      await medians(
        [batch],
        [
          { group: 'bank=icbc', proof: window(2, 0) },
          { group: 'bank=boc', proof: window(2, 0) },
        ],
      ),
    ).toEqual([700, undefined]);
  });

  it('takes a timeout without a latency for slower than all others, and tells none where it is a timeout itself', async () => {
    const { latencyMs: _, ...timeout } = payment(1, 0, { outcome: 'timeout' });
    const timeouts = [1, 2, 3].map((index) => ({ ...timeout, id: `timeout_${index}` }));
    const whole = [{ group: '', proof: window(2, 0) }];
    expect(
      await medians([[...timeouts.slice(0, 2), payment(1, 100), payment(1, 200), payment(1, 300)]], whole),
    ).toEqual([300]);
    expect(await medians([[...timeouts, payment(1, 100)]], whole)).toEqual([undefined]);
  });

  it('is left out when the segments can not be read: the message goes all the same', async () => {
    const notification = aLatencyNotification();
    const advance = {
      state: { ...newState('payment-latency'), outbox: [notification] },
      notification,
      decision: 'opened',
    };
    const broken: SegmentStore = {
      ...memorySegments(),
      // oxlint-disable-next-line require-yield -- it fails before its first minute
      read: async function* () {
        throw new Error('page 1 failed');
      },
    };
    expect(await withPercentiles(advance, guardrail, broken, NOW)).toBe(advance);
  });

  it('counts an event once, however often it was sent', async () => {
    const [fast, slow, slower] = [payment(1, 100), payment(1, 200), payment(1, 300)];
    const batches = [[fast, slow, slower], [fast], [fast, slow]];
    expect(await medians(batches, [{ group: '', proof: window(2, 0) }])).toEqual([200]);
  });
});
