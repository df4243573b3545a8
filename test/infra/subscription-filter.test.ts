import { SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localAccount, localAws, localRegion } from '../../cli/local/aws-config.ts';
import { type LocalMessaging, startMessaging } from '../../cli/local/messaging.ts';
import { readMessage } from '../../functions/forward/message.ts';
import { hears } from '../../functions/forward/hears.ts';
import { filterPolicyOf, filterProblems } from '../../infra/constructs/subscription-filter.ts';
import type { Subscription } from '../../infra/settings/subscription.ts';
import { snsClient } from '../../shared/adapters/sns/client.ts';
import { snsPublisher } from '../../shared/adapters/sns/publisher.ts';
import { severities } from '../../shared/core/guardrail/guardrail.ts';
import { notificationReasons } from '../../shared/core/incident/notification.ts';
import { renderDigest } from '../../shared/core/message/digest.ts';
import { renderMessage } from '../../shared/core/message/render.ts';
import { aNotification, aVolumeNotification } from '../support/notifications.ts';
import { told } from '../functions/forward/deliveries.ts';

type Filter = Pick<Subscription, 'severity' | 'guardrails'>;

describe('the filter of a subscription', () => {
  it.each<[string, Filter]>([
    ['is none where nothing is asked for', {}],
    ['is none where every severity is asked for', { severity: ['warning', 'critical'] }],
  ])('%s', (_, filter) => {
    expect(filterPolicyOf(filter)).toBeUndefined();
  });

  it('asks for guardrails, and for digests, which may hold any', () => {
    expect(filterPolicyOf({ guardrails: ['a', 'b', 'a'] })).toEqual({ guardrail: ['a', 'b', 'digest'] });
  });

  it('asks for a severity, or for a message whose severity says nothing of who heard of the incident', () => {
    expect(filterPolicyOf({ severity: ['critical'] })).toEqual({
      $or: [{ severity: ['critical'] }, { reason: ['escalated', 'de-escalated', 'resolved', 'closed', 'digest'] }],
    });
  });

  it('asks for both', () => {
    expect(Object.keys(filterPolicyOf({ severity: ['critical'], guardrails: ['a'] }) ?? {})).toEqual([
      'guardrail',
      '$or',
    ]);
  });
});

const filters = new Map<string, Filter>([
  ['everything', {}],
  ['critical', { severity: ['critical'] }],
  ['warning', { severity: ['warning'] }],
  ['one-guardrail', { guardrails: ['payment-failures'] }],
  ['both', { severity: ['critical'], guardrails: ['payment-volume'] }],
]);

const everyMessage = notificationReasons.flatMap((reason) =>
  severities.flatMap((severity) =>
    [aNotification, aVolumeNotification].map((build) => build({ reason, severity, sequence: 7 })),
  ),
);

/** SNS with its filters, as far as fauxqs knows them: what came to a queue that subscribed. */
describe('what comes through, at SNS', () => {
  let messaging: LocalMessaging;
  beforeAll(async () => {
    messaging = await startMessaging();
    const sns = snsClient(localAws(messaging.endpoint));
    for (const [name, filter] of filters) await subscribe(sns, name, filter);
    const publisher = snsPublisher({ client: sns, topicArn: messaging.topicArn });
    for (const notification of everyMessage) await publisher.publish(renderMessage(notification, publisher.origin));
    await publisher.publish(renderDigest([aNotification({ severity: 'warning' })], publisher.origin));
    sns.destroy();
  });
  afterAll(() => messaging.stop());

  const subscribe = async (sns: ReturnType<typeof snsClient>, name: string, filter: Filter): Promise<void> => {
    await messaging.sqs.send(new CreateQueueCommand({ QueueName: name }));
    const policy = filterPolicyOf(filter);
    await sns.send(
      new SubscribeCommand({
        TopicArn: messaging.topicArn,
        Protocol: 'sqs',
        Endpoint: `arn:aws:sqs:${localRegion}:${localAccount}:${name}`,
        ...(policy && { Attributes: { FilterPolicy: JSON.stringify(policy) } }),
      }),
    );
  };
  const receiveAll = async (name: string): Promise<string[]> => {
    const QueueUrl = `${messaging.endpoint}/${localAccount}/${name}`;
    const came: string[] = [];
    for (;;) {
      const { Messages = [] } = await messaging.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return came.sort();
      came.push(...Messages.map(({ Body = '' }) => nameOf(attributesIn(Body))));
    }
  };

  it.each([...filters])('is what our own forwarder lets through: %s', async (name, filter) => {
    const expected = everyMessage
      .filter((notification) => readMessage(told(notification), 'Parapet').news.every((news) => hears(filter, news)))
      .map((notification) => nameOf(renderMessage(notification, { accountId: '1', region: 'r' }).attributes));
    expect(expected.length).toBeGreaterThan(10);
    expect(await receiveAll(name)).toEqual([...expected, 'digest warning digest'].sort());
  });
});

const nameOf = (attributes: Readonly<Record<string, string>>): string =>
  ['reason', 'severity', 'guardrail'].map((name) => attributes[name]).join(' ');

const attributesIn = (body: string): Record<string, string> => {
  const { MessageAttributes } = JSON.parse(body) as { MessageAttributes: Record<string, { Value: string }> };
  return Object.fromEntries(Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value]));
};

describe('a filter that SNS would refuse, or that matches nothing', () => {
  const rules = [{ id: 'payment-failures' }, { id: 'payment-volume' }];
  const many = Array.from({ length: 200 }, (_, index) => `rule-${index}`);

  it('names an id that is none, and what may have been meant', () => {
    expect(filterProblems({ guardrails: ['payment-failure', 'fraud'] }, rules)).toEqual([
      'guardrails: expected ids of your rules, got payment-failure; did you mean payment-failures?',
      'guardrails: expected ids of your rules, got fraud',
    ]);
  });

  it.each<[string, number, Filter]>([
    ['without a severity', 149, {}],
    ['with one', 24, { severity: ['critical'] }],
  ])('asks for more combinations than SNS allows: %s at most %i guardrails', (_, most, filter) => {
    const problems = (count: number) =>
      filterProblems(
        { ...filter, guardrails: many.slice(0, count) },
        many.map((id) => ({ id })),
      );
    expect(problems(most)).toEqual([]);
    expect(problems(most + 1)).toEqual([
      `guardrails: expected at most ${most} in a filter, got ${most + 1}; SNS allows no more. Split it in two`,
    ]);
  });
});
