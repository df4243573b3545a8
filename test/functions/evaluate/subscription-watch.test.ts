import { beforeEach, describe, expect, it, vi } from 'vitest';
import { subscriptionWatch } from '../../../functions/evaluate/subscription-watch.ts';
import { memorySubscriptions } from '../../../shared/adapters/memory/subscriptions.ts';
import type { SubscriptionCounts } from '../../../shared/ports/subscriptions.ts';
import { captureLogs } from '../../support/logs.ts';
import { at } from '../../support/world.ts';
import { metricLines } from '../emf.ts';

vi.hoisted(() => (process.env['POWERTOOLS_METRICS_DISABLED'] = 'false'));

let logged: () => string;
beforeEach(() => {
  logged = captureLogs();
});

const missing = (): (number | undefined)[] => metricLines(logged()).map(({ values }) => values['SubscriptionsMissing']);

describe('the subscriptions that are missing', () => {
  it.each<[string, SubscriptionCounts, number]>([
    ['none, where all are confirmed', { confirmed: 3, pending: 0 }, 0],
    ['one that is not confirmed', { confirmed: 2, pending: 1 }, 1],
    ['one that was deleted', { confirmed: 2, pending: 0 }, 1],
    ['none, where others subscribed by hand', { confirmed: 5, pending: 0 }, 0],
    ['one that waits, though others subscribed by hand', { confirmed: 5, pending: 1 }, 1],
  ])('are %s', async (_name, counts, expected) => {
    await subscriptionWatch(
      memorySubscriptions(() => counts),
      3,
    )(at(0));
    expect(missing()).toEqual([expected]);
  });
});

describe('SNS is asked', () => {
  it('once an hour, and each tick tells', async () => {
    let asked = 0;
    const watch = subscriptionWatch(
      memorySubscriptions(() => ({ confirmed: ++asked, pending: 0 })),
      3,
    );
    for (const minute of [0, 1, 59, 60, 61, 119, 121]) await watch(at(minute));
    expect(missing()).toEqual([2, 2, 2, 1, 1, 1, 0]);
  });

  it('again in the next hour where it did not answer, and until then nothing is told', async () => {
    let fails = true;
    const watch = subscriptionWatch(
      memorySubscriptions(() => {
        if (fails) throw new Error('no such topic');
        return { confirmed: 1, pending: 0 };
      }),
      1,
    );
    await expect(watch(at(0))).resolves.toBeUndefined();
    fails = false;
    await watch(at(1));
    expect(missing()).toEqual([]);
    expect(logged()).toContain('no such topic');
    await watch(at(60));
    expect(missing()).toEqual([0]);
  });

  it('and given up on after a while', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    await subscriptionWatch({ count: (signal) => (signals.push(signal), Promise.reject(new Error('slow'))) }, 1)(at(0));
    expect(signals).toEqual([expect.any(AbortSignal)]);
  });
});
