import { SNSClient, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type Aws, withClient } from './aws.ts';

export interface TestQueue {
  readonly url: string;
  readonly arn: string;
}

/** Made together with its policy. Messages are kept for an hour, should the queue be left behind. */
export const createTestQueue = ({ client }: Aws, name: string, topicArn: string): Promise<TestQueue> =>
  withClient(new SQSClient(client), async (sqs) => {
    const arn = queueArnBeside(topicArn, name);
    const attributes = { Policy: queuePolicy(arn, topicArn), MessageRetentionPeriod: '3600' };
    const created = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
    if (created.QueueUrl === undefined) throw new Error(`SQS made the queue ${name} and did not say where`);
    return { url: created.QueueUrl, arn };
  });

/** arn:aws:sns:eu-west-1:111122223333:topic -> arn:aws:sqs:eu-west-1:111122223333:name. */
export const queueArnBeside = (topicArn: string, name: string): string => {
  const [arn, partition, , region, account] = topicArn.split(':');
  return [arn, partition, 'sqs', region, account, name].join(':');
};

/** Lets SNS put messages of this topic into this queue, and those of no other. */
export const queuePolicy = (queueArn: string, topicArn: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      },
    ],
  });

export const deleteTestQueue = ({ client }: Aws, { url }: TestQueue): Promise<void> =>
  withClient(new SQSClient(client), async (sqs) => {
    await sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
  });

/** Returns the subscription. It counts at once: within an account SNS asks nobody to confirm a queue. */
export const subscribe = ({ client }: Aws, topicArn: string, { arn }: TestQueue): Promise<string> =>
  withClient(new SNSClient(client), async (sns) => {
    const wanted = { TopicArn: topicArn, Protocol: 'sqs', Endpoint: arn, ReturnSubscriptionArn: true };
    const { SubscriptionArn: subscription = '' } = await sns.send(new SubscribeCommand(wanted));
    if (!subscription.startsWith('arn:')) throw new Error(`Expected the ARN of a subscription, got ${subscription}`);
    return subscription;
  });

export const unsubscribe = ({ client }: Aws, subscription: string): Promise<void> =>
  withClient(new SNSClient(client), async (sns) => {
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: subscription }));
  });

/** What comes within ten seconds; it is deleted before it is returned. */
export const receive = ({ client }: Aws, { url }: TestQueue, abortSignal: AbortSignal): Promise<readonly string[]> =>
  withClient(new SQSClient(client), async (sqs) => {
    const wanted = { QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 10 };
    const { Messages: messages = [] } = await sqs.send(new ReceiveMessageCommand(wanted), { abortSignal });
    for (const { ReceiptHandle } of messages)
      await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
    return messages.map(({ Body: body = '' }) => body);
  });

export const sendMessage = ({ client }: Aws, url: string, body: string): Promise<void> =>
  withClient(new SQSClient(client), async (sqs) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
  });

/** How many messages wait or are being worked on, as far as SQS knows: its counts lag. */
export const waitingIn = ({ client }: Aws, url: string): Promise<number> =>
  withClient(new SQSClient(client), async (sqs) => {
    const wanted = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...waitingCounts] });
    const { Attributes: attributes = {} } = await sqs.send(wanted);
    return waitingCounts.reduce((sum, name) => sum + Number(attributes[name] ?? 0), 0);
  });

const waitingCounts = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
