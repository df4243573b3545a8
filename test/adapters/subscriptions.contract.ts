import { expect, it } from 'vitest';
import type { SubscriptionCounts, Subscriptions } from '../../shared/ports/subscriptions.ts';

/** What every way to ask for the subscriptions does. */
export const subscriptionsContract = (open: (has: SubscriptionCounts) => Promise<Subscriptions>): void => {
  it.each<[string, SubscriptionCounts]>([
    ['none', { confirmed: 0, pending: 0 }],
    ['those that are confirmed', { confirmed: 2, pending: 0 }],
    ['those that wait apart from the others', { confirmed: 1, pending: 2 }],
  ])('counts %s', async (_name, has) => {
    expect(await (await open(has)).count()).toEqual(has);
  });

  it('throws when there is no time left', async () => {
    const subscriptions = await open({ confirmed: 1, pending: 0 });
    await expect(subscriptions.count(AbortSignal.abort())).rejects.toThrow(/abort/i);
  });
};
