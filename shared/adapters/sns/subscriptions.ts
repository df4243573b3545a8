import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import type { SubscriptionCounts, Subscriptions } from '../../ports/subscriptions.ts';
import type { Topic } from './publisher.ts';

/**
 * GetTopicAttributes and not ListSubscriptionsByTopic: the numbers are enough, and a function that can't read addresses can't
 * log them.
 */
export const snsSubscriptions = ({ client, topicArn }: Pick<Topic, 'client' | 'topicArn'>): Subscriptions => ({
  count: async (signal?: AbortSignal): Promise<SubscriptionCounts> => {
    const { Attributes = {} } = await client.send(
      new GetTopicAttributesCommand({ TopicArn: topicArn }),
      signal === undefined ? {} : { abortSignal: signal },
    );
    const counts = {
      confirmed: Number(Attributes['SubscriptionsConfirmed']),
      pending: Number(Attributes['SubscriptionsPending']),
    };
    // As a number of subscriptions, NaN would be neither missing nor there.
    if (!Number.isInteger(counts.confirmed) || !Number.isInteger(counts.pending))
      throw new Error(`${topicArn}: expected the topic to tell how many subscriptions it has, got none`);
    return counts;
  },
});
