import type { Message } from '@aws-sdk/client-sqs';
import type { SQSMessageAttributes, SQSRecord } from 'aws-lambda';

/** A received message as Lambda hands it to a function. */
export const recordOf = (message: Message, queueArn: string, region: string): SQSRecord => {
  const attributes = message.Attributes ?? {};
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: {
      ApproximateReceiveCount: attributes.ApproximateReceiveCount ?? '1',
      SentTimestamp: attributes.SentTimestamp ?? '',
      SenderId: attributes.SenderId ?? '',
      ApproximateFirstReceiveTimestamp: attributes.ApproximateFirstReceiveTimestamp ?? '',
    },
    messageAttributes: messageAttributes(message.MessageAttributes ?? {}),
    md5OfBody: message.MD5OfBody ?? '',
    ...(message.MD5OfMessageAttributes === undefined ? {} : { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
};

const messageAttributes = (attributes: NonNullable<Message['MessageAttributes']>): SQSMessageAttributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType ?? 'String',
        ...(StringValue === undefined ? {} : { stringValue: StringValue }),
        ...(BinaryValue === undefined ? {} : { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
      },
    ]),
  );

/**
 * The messages that a function reports as failed. Nothing reported is success; but a report that Lambda can't make sense
 * of (an identifier that is missing, empty or not of this batch) fails the whole batch, so that no message is lost by a typo.
 */
export const failedIds = (result: unknown, records: readonly SQSRecord[]): ReadonlySet<string> => {
  const all = new Set(records.map(({ messageId }) => messageId));
  if (typeof result !== 'object' || result === null || !('batchItemFailures' in result)) return new Set();
  const reported = result.batchItemFailures;
  if (reported === null || reported === undefined) return new Set();
  if (!Array.isArray(reported)) return all;
  const failed = new Set<string>();
  for (const item of reported as unknown[]) {
    const id = typeof item === 'object' && item !== null && 'itemIdentifier' in item ? item.itemIdentifier : undefined;
    if (typeof id !== 'string' || !all.has(id)) return all;
    failed.add(id);
  }
  return failed;
};
