import { DeleteMessageBatchCommand, ReceiveMessageCommand, type Message } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { LocalMessaging } from './messaging.ts';

/** One alert as SNS delivered it: to people as an email, to programs as an envelope in a queue. */
export interface Alert {
  readonly messageId: string;
  readonly subject: string;
  /** The text that SNS mails. */
  readonly text: string;
  /** What a subscribed queue or function gets. */
  readonly message: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** What SNS puts into a queue without raw delivery. */
const envelopeSchema = z.object({
  Type: z.literal('Notification'),
  MessageId: z.string(),
  Subject: z.string().optional(),
  Message: z.string(),
  MessageAttributes: z.record(z.string(), z.object({ Type: z.string(), Value: z.string() })).default({}),
});

/** Takes all alerts that have come. */
export const receiveAlerts = async (messaging: LocalMessaging): Promise<Alert[]> => {
  const alerts: Alert[] = [];
  for (let batch = await take(messaging); batch.length > 0; batch = await take(messaging)) {
    alerts.push(...batch.map((message) => alertOf(message, messaging.emails)));
  }
  return alerts;
};

const take = async ({ sqs, alerts }: LocalMessaging): Promise<Message[]> => {
  const { Messages: messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: alerts.url, MaxNumberOfMessages: 10 }),
  );
  if (messages.length > 0) {
    const entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: alerts.url, Entries: entries }));
  }
  return messages;
};

const alertOf = ({ Body = '' }: Message, emails: LocalMessaging['emails']): Alert => {
  const { MessageId, Subject = '', Message: message, MessageAttributes } = envelopeSchema.parse(JSON.parse(Body));
  const email = emails.get(MessageId);
  emails.delete(MessageId);
  return {
    messageId: MessageId,
    subject: Subject,
    // An alert of an earlier run is still in the queue, its email is not.
    text: email?.text ?? message,
    message,
    attributes: new Map(Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value])),
  };
};
