import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SendMessageCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import { budgets } from '../../shared/budgets.ts';
import { localAccount, localAws, localRegion, loopback } from './aws-config.ts';
import { persistentStores } from './fauxqs-stores.ts';
import { guardSns, type Email } from './sns-gate.ts';

/** As in infra: five tries, then the dead-letter queue. */
const maxReceiveCount = 5;

export interface Queue {
  readonly url: string;
  readonly arn: string;
}

export interface LocalMessaging {
  readonly endpoint: string;
  readonly sqs: SQSClient;
  readonly topicArn: string;
  readonly events: Queue;
  readonly deadLetters: Queue;
  /** Subscribed to the topic: what a program that listens to the alerts would get. */
  readonly alerts: Queue;
  /** What SNS would have mailed to people, by the id of the message. */
  readonly emails: Map<string, Email>;
  /** Puts a batch of events into the queue. */
  send(body: string): Promise<void>;
  stop(): Promise<void>;
}

export interface LocalMessagingOptions {
  /** Queues, messages and subscriptions are kept here; in memory without it. */
  readonly dataDir?: string;
  /** Any free one without it. */
  readonly port?: number;
}

/** fauxqs: the wire protocols of SNS and SQS, in this process, on loopback, behind the checks that AWS makes and fauxqs does not. */
export const startMessaging = async ({ dataDir, port = 0 }: LocalMessagingOptions = {}): Promise<LocalMessaging> => {
  const disk = dataDir === undefined ? undefined : await persistentStores(dataDir);
  const app = buildApp({
    logger: false,
    defaultRegion: localRegion,
    ...(disk === undefined ? {} : { stores: disk.stores }),
  });
  const emails = new Map<string, Email>();
  guardSns(app, (email) => emails.set(email.messageId, email));
  const endpoint = await app.listen({ host: loopback, port });
  const sqs = new SQSClient(localAws(endpoint));
  const sns = new SNSClient(localAws(endpoint));
  const stop = async (): Promise<void> => {
    sqs.destroy();
    await app.close();
    disk?.close();
  };

  const queue = async (name: string, attributes: Record<string, string> = {}): Promise<Queue> => {
    await sqs.send(new CreateQueueCommand({ QueueName: name }));
    // The name alone finds a queue, so its URL may carry this run's port though an earlier run made it.
    const url = `${endpoint}/${localAccount}/${name}`;
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: attributes }));
    return { url, arn: `arn:aws:sqs:${localRegion}:${localAccount}:${name}` };
  };

  try {
    const deadLetters = await queue('parapet-events-dlq');
    const events = await queue('parapet-events', {
      VisibilityTimeout: String(budgets.queueVisibility / 1000),
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount }),
    });
    const alerts = await queue('parapet-alerts');
    const { TopicArn: topicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'parapet-alerts' }));
    await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: alerts.arn }));
    const send = async (body: string): Promise<void> => {
      await sqs.send(new SendMessageCommand({ QueueUrl: events.url, MessageBody: body }));
    };
    return { endpoint, sqs, topicArn, events, deadLetters, alerts, emails, send, stop };
  } catch (error) {
    await stop();
    throw new Error('The embedded SNS and SQS did not start', { cause: error });
  } finally {
    sns.destroy();
  }
};
