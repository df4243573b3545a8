import type { SubscriptionCounts, Subscriptions } from '../../ports/subscriptions.ts';

/** As many as `counts` says when it is asked; it may throw, as SNS does. */
export const memorySubscriptions = (counts: () => SubscriptionCounts): Subscriptions => ({
  count: async (signal?: AbortSignal): Promise<SubscriptionCounts> => {
    signal?.throwIfAborted();
    return counts();
  },
});
