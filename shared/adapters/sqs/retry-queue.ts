import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DurationMs } from '../../core/units.ts';
import type { RetryQueue } from '../../ports/retry-queue.ts';

export interface RetryQueues {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** SQS takes whole seconds, and at most 12 hours of them from when the message was received. */
export const sqsRetryQueue = ({ client, queueUrl, deadLetterQueueUrl }: RetryQueues): RetryQueue => ({
  comeAgain: async (receipt: string, after: DurationMs): Promise<void> => {
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receipt,
        VisibilityTimeout: Math.ceil(after / 1000),
      }),
    );
  },

  setAside: async (body: string, reason: string): Promise<void> => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: deadLetterQueueUrl,
        MessageBody: body,
        MessageAttributes: { reason: { DataType: 'String', StringValue: reason } },
      }),
    );
  },
});
