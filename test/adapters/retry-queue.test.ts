import {
  GetQueueAttributesCommand,
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { localAws } from '../../cli/local/aws-config.ts';
import { startMessaging } from '../../cli/local/messaging.ts';
import { memoryRetryQueue } from '../../shared/adapters/memory/retry-queue.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { sqsRetryQueue } from '../../shared/adapters/sqs/retry-queue.ts';
import { testRetryQueue } from './retry-queue.contract.ts';

testRetryQueue('in memory', async () => {
  const queue = memoryRetryQueue();
  let receipts = 0;
  return {
    queue,
    receive: async () => `receipt-${receipts++}`,
    waiting: async () => queue.waits.size,
    aside: async () => queue.aside,
    stop: async () => undefined,
  };
});

testRetryQueue('of SQS', async () => {
  const messaging = await startMessaging();
  const client = sqsClient(localAws(messaging.endpoint));
  const create = async (QueueName: string): Promise<string> => {
    const { QueueUrl = '' } = await client.send(
      // Nobody would wait for a message that is received once and not again.
      new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout: '0' } }),
    );
    return QueueUrl;
  };
  const queueUrl = await create('waiting');
  const deadLetterQueueUrl = await create('aside');
  return {
    queue: sqsRetryQueue({ client, queueUrl, deadLetterQueueUrl }),
    receive: async (MessageBody) => {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
      const { Messages: [message] = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl: queueUrl }));
      return message?.ReceiptHandle ?? '';
    },
    waiting: async () => {
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
      );
      return Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
    },
    aside: async () => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl: deadLetterQueueUrl, MessageAttributeNames: ['All'] }),
      );
      return Messages.map(({ Body = '', MessageAttributes }) => ({
        body: Body,
        reason: MessageAttributes?.['reason']?.StringValue ?? '',
      }));
    },
    stop: async () => {
      client.destroy();
      await messaging.stop();
    },
  };
});
