import { DeleteMessageBatchCommand, ReceiveMessageCommand, type Message, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { localRegion } from './aws-config.ts';
import { invoke, lambdaEventBytes, type LambdaFunction } from './lambda.ts';
import type { Queue } from './messaging.ts';
import { failedIds, recordOf } from './sqs-records.ts';

export type QueueFunction = LambdaFunction<SQSEvent, SQSBatchResponse>;

export interface EventSourceMappingOptions {
  readonly sqs: SQSClient;
  readonly queue: Queue;
  readonly fn: QueueFunction;
  /** What was thrown where the queue only sees a message come back. */
  readonly onError: (error: unknown) => void;
}

export interface EventSourceMapping {
  /**
   * Handles all messages that are there and returns how many. What failed is in flight until its visibility timeout
   * ends, as on AWS, and is not waited for.
   */
  drain(): Promise<number>;
  /** Polls until stopped. */
  start(): void;
  stop(): Promise<void>;
}

/** The most that SQS gives at once, and Lambda's default batch. */
const batchSize = 10;
/** SQS's longest wait: a message that comes earlier ends it. */
const longPollSeconds = 20;

/** Lambda's poller on a queue, with `ReportBatchItemFailures` on. */
export const eventSourceMapping = ({ sqs, queue, fn, onError }: EventSourceMappingOptions): EventSourceMapping => {
  const stopped = new AbortController();
  let running: Promise<void> | undefined;

  const poll = async (waitSeconds: number): Promise<number> => {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queue.url,
        MaxNumberOfMessages: batchSize,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
      { abortSignal: stopped.signal },
    );
    await Promise.all(splitBySize(messages).map(handle));
    return messages.length;
  };

  const handle = async (messages: readonly Message[]): Promise<void> => {
    const records = messages.map((message) => recordOf(message, queue.arn, localRegion));
    const failed = await failuresOf(records);
    const done = messages.filter(({ MessageId }) => !failed.has(MessageId ?? ''));
    if (done.length === 0) return;
    const { Failed: refused = [] } = await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queue.url,
        Entries: done.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
    // They come again and are counted once all the same; but a person should know.
    if (refused.length > 0)
      onError(new Error(`SQS did not delete ${refused.length} handled messages: ${refused[0]?.Message}`));
  };

  const failuresOf = async (records: readonly SQSRecord[]): Promise<ReadonlySet<string>> => {
    try {
      const failed = failedIds(await invoke(fn, { Records: [...records] }), records);
      if (failed.size > 0) {
        onError(
          new Error(
            `${fn.name} did not take ${failed.size} of ${records.length} messages; they come again, in the end to the dead-letter queue`,
          ),
        );
      }
      return failed;
    } catch (error) {
      onError(error);
      return new Set(records.map(({ messageId }) => messageId));
    }
  };

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        await poll(longPollSeconds);
      } catch (error) {
        if (!stopped.signal.aborted) onError(error);
      }
    }
  };

  return {
    drain: async () => {
      let handled = 0;
      for (let count = await poll(0); count > 0; count = await poll(0)) handled += count;
      return handled;
    },
    start: () => {
      running ??= run();
    },
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
};

/** Lambda gives a function fewer messages than asked for rather than an event over its limit. */
const splitBySize = (messages: readonly Message[]): Message[][] => {
  const batches: Message[][] = [];
  let room = 0;
  for (const message of messages) {
    // Escaped in JSON a body can grow; the allowance is for the record around it.
    const bytes = Buffer.byteLength(JSON.stringify(message.Body ?? ''), 'utf8') + 4096;
    if (bytes > room || batches.length === 0) {
      batches.push([]);
      room = lambdaEventBytes;
    }
    batches.at(-1)?.push(message);
    room -= bytes;
  }
  return batches;
};
