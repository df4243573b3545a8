import { SubscribeCommand, PublishCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { localAccount, localAws, localRegion } from '../../../cli/local/aws-config.ts';
import { eventSourceMapping } from '../../../cli/local/event-source-mapping.ts';
import { startMessaging } from '../../../cli/local/messaging.ts';
import { forwardHandler } from '../../../functions/forward/handler.ts';
import { postWithin } from '../../../functions/forward/post.ts';
import { secretNamed } from '../../../functions/forward/secret.ts';
import { pagerDuty } from '../../../functions/forward/targets/pager-duty.ts';
import { memoryIncidents } from '../../../shared/adapters/memory/incidents.ts';
import { memorySecrets } from '../../../shared/adapters/memory/secrets.ts';
import { snsClient } from '../../../shared/adapters/sns/client.ts';
import { snsPublisher } from '../../../shared/adapters/sns/publisher.ts';
import { sqsRetryQueue } from '../../../shared/adapters/sqs/retry-queue.ts';
import { budgets } from '../../../shared/budgets.ts';
import { renderMessage } from '../../../shared/core/message/render.ts';
import { durationMs, seconds } from '../../../shared/core/units.ts';
import type { RetryQueue } from '../../../shared/ports/retry-queue.ts';
import { NOW } from '../../support/builders.ts';
import { captureLogs } from '../../support/logs.ts';
import { aNotification } from '../../support/notifications.ts';
import { alarm } from './deliveries.ts';
import { secretsOf } from './forwarding.ts';
import { type Script, startService } from './service.ts';

beforeEach(() => void captureLogs());

/** Publisher, SNS, queue, poller, function, pager: all but the pager as it is deployed, over the wire. */
const startAll = async (script: Script) => {
  const messaging = await startMessaging();
  const sns = snsClient(localAws(messaging.endpoint));
  onTestFinished(async () => {
    sns.destroy();
    await messaging.stop();
  });
  const service = await startService(script);
  const create = async (name: string) => {
    await messaging.sqs.send(new CreateQueueCommand({ QueueName: name }));
    const url = `${messaging.endpoint}/${localAccount}/${name}`;
    return { url, arn: `arn:aws:sqs:${localRegion}:${localAccount}:${name}` };
  };
  const deadLetters = await create('dead-letters');
  const queue = await create('pager');
  await sns.send(new SubscribeCommand({ TopicArn: messaging.topicArn, Protocol: 'sqs', Endpoint: queue.arn }));

  const retries = sqsRetryQueue({
    client: messaging.sqs,
    queueUrl: queue.url,
    deadLetterQueueUrl: deadLetters.url,
  });
  const waits: number[] = [];
  const clock = { now: () => NOW };
  const inNoTime: RetryQueue = {
    ...retries,
    comeAgain: (receipt, after) => {
      waits.push(after);
      return retries.comeAgain(receipt, durationMs(0));
    },
  };
  const handler = forwardHandler({
    stackName: 'Parapet',
    filter: {},
    target: pagerDuty('us'),
    secret: secretNamed('p', memorySecrets(new Map([['p', secretsOf.pagerDuty]])), clock),
    incidents: memoryIncidents(),
    queue: inNoTime,
    post: service.through(postWithin(seconds(5))),
    clock,
  });
  const fn = { name: 'forward', timeout: budgets.forwardTimeout, handler };
  const mapping = eventSourceMapping({ sqs: messaging.sqs, queue, fn, onError: () => undefined });
  return {
    waits,
    drain: () => mapping.drain(),
    tell: (sequence: number, reason: 'opened' | 'resolved') =>
      snsPublisher({ client: sns, topicArn: messaging.topicArn }).publish(
        renderMessage(aNotification({ sequence, reason }), { accountId: localAccount, region: localRegion }),
      ),
    soundAlarm: async () => {
      const { Message } = JSON.parse(alarm()) as { Message: string };
      await sns.send(new PublishCommand({ TopicArn: messaging.topicArn, Subject: 'ALARM: "x"', Message }));
    },
    actions: () =>
      service.received.map(({ body }) => {
        const { event_action, dedup_key } = JSON.parse(body) as Record<string, string>;
        return `${event_action} ${dedup_key?.split('/').at(-1)}`;
      }),
    deadLetters: async () => {
      const { Messages = [] } = await messaging.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: deadLetters.url, MessageAttributeNames: ['All'], VisibilityTimeout: 0 }),
      );
      return Messages.map(({ MessageAttributes }) => MessageAttributes?.['reason']?.StringValue);
    },
    /** As StartMessageMoveTask does, which fauxqs does not know. */
    redrive: async () => {
      const { Messages = [] } = await messaging.sqs.send(new ReceiveMessageCommand({ QueueUrl: deadLetters.url }));
      for (const { Body } of Messages)
        await messaging.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: Body }));
    },
  };
};

describe('from the publisher to the pager', () => {
  it('an incident is opened and closed under one key', async () => {
    const { tell, drain, actions } = await startAll(() => ({ status: 202 }));
    await tell(1, 'opened');
    await drain();
    await tell(2, 'resolved');
    await drain();
    expect(actions()).toEqual(['trigger payment-failures-20260302T0900Z', 'resolve payment-failures-20260302T0900Z']);
  });

  it('an alarm of CloudWatch, which has no attributes, arrives', async () => {
    const { soundAlarm, drain, actions } = await startAll(() => ({ status: 202 }));
    await soundAlarm();
    await drain();
    expect(actions()).toEqual(['trigger Parapet-staging-SelfWatchHeartbeat-X1']);
  });

  it('a pager that is down for a while gets the page when it is back, and no other copy', async () => {
    const { tell, drain, actions, waits } = await startAll((_, count) => ({ status: count < 5 ? 503 : 202 }));
    await tell(1, 'opened');
    await drain();
    await drain();
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(actions()).toHaveLength(5);
  });

  it('what it refuses lies in the dead-letter queue, and passes when it is moved back after the repair', async () => {
    let isRepaired = false;
    const refusal = { status: 400, body: '{"errors":["no such key"]}' };
    const { tell, drain, actions, deadLetters, redrive } = await startAll(() =>
      isRepaired ? { status: 202 } : refusal,
    );
    await tell(1, 'opened');
    await drain();
    expect(await deadLetters()).toEqual(['answered 400: no such key']);
    isRepaired = true;
    await redrive();
    await drain();
    expect(actions()).toHaveLength(2);
  });
});
