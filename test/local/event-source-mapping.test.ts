import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EventSourceMapping, eventSourceMapping } from '../../cli/local/event-source-mapping.ts';
import { type LocalMessaging, startMessaging } from '../../cli/local/messaging.ts';
import { seconds } from '../../shared/core/units.ts';

let messaging: LocalMessaging;
let mapping: EventSourceMapping;
let batches: SQSRecord[][];
let errors: unknown[];
let answer: (records: SQSRecord[]) => SQSBatchResponse | undefined;

beforeEach(async () => {
  messaging = await startMessaging();
  batches = [];
  errors = [];
  answer = () => ({ batchItemFailures: [] });
  const handler = async ({ Records }: SQSEvent) => {
    batches.push(Records);
    return answer(Records) as SQSBatchResponse;
  };
  mapping = eventSourceMapping({
    sqs: messaging.sqs,
    queue: messaging.events,
    fn: { name: 'ingest-queue', timeout: seconds(10), handler },
    onError: (error) => errors.push(error),
  });
});

afterEach(async () => {
  await mapping.stop();
  await messaging.stop();
});

const bodies = () => batches.map((records) => records.map(({ body }) => body));
const failing =
  (...failed: string[]) =>
  (records: SQSRecord[]) => ({
    batchItemFailures: records
      .filter(({ body }) => failed.includes(body))
      .map(({ messageId }) => ({ itemIdentifier: messageId })),
  });

/** Messages that are in flight: handled, but neither deleted nor visible again. */
const inFlight = async (): Promise<number> => {
  const { Attributes } = await messaging.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: messaging.events.url,
      AttributeNames: ['ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
};

const comesBackAtOnce = () =>
  messaging.sqs.send(
    new SetQueueAttributesCommand({ QueueUrl: messaging.events.url, Attributes: { VisibilityTimeout: '0' } }),
  );

test('a record has everything that Lambda gives', async () => {
  await messaging.sqs.send(
    new SendMessageCommand({
      QueueUrl: messaging.events.url,
      MessageBody: 'hello',
      MessageAttributes: { source: { DataType: 'String', StringValue: 'till' } },
    }),
  );
  await mapping.drain();
  expect(batches).toEqual([
    [
      {
        messageId: expect.stringMatching(/^[\da-f-]{36}$/),
        receiptHandle: expect.any(String),
        body: 'hello',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: expect.stringMatching(/^\d{13}$/),
          SenderId: expect.any(String),
          ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        },
        messageAttributes: { source: { dataType: 'String', stringValue: 'till' } },
        md5OfBody: '5d41402abc4b2a76b9719d911017c592',
        md5OfMessageAttributes: expect.stringMatching(/^[\da-f]{32}$/),
        eventSource: 'aws:sqs',
        eventSourceARN: messaging.events.arn,
        awsRegion: 'us-east-1',
      },
    ],
  ]);
});

test('messages come in batches of ten, and draining ends when none is left', async () => {
  for (let index = 0; index < 23; index++) await messaging.send(`m${index}`);
  expect(await mapping.drain()).toBe(23);
  expect(batches.map(({ length }) => length)).toEqual([10, 10, 3]);
  expect(await inFlight()).toBe(0);
});

test('a batch that would be larger than a Lambda event is split', async () => {
  for (let index = 0; index < 8; index++) await messaging.send(String(index).repeat(1_000_000));
  await mapping.drain();
  expect(batches.map(({ length }) => length)).toEqual([6, 2]);
  expect(errors).toEqual([]);
});

describe('what a report of failures does', () => {
  const reports: Record<string, [(records: SQSRecord[]) => unknown, number]> = {
    'an empty list: nothing failed': [() => ({ batchItemFailures: [] }), 0],
    'no answer: nothing failed': [() => undefined, 0],
    'an answer without the list: nothing failed': [() => ({}), 0],
    'a list that is null: nothing failed': [() => ({ batchItemFailures: null }), 0],
    'one message by its id: that one failed': [failing('b'), 1],
    'an id that is not of the batch: all failed': [() => ({ batchItemFailures: [{ itemIdentifier: 'unknown' }] }), 3],
    'an empty id: all failed': [() => ({ batchItemFailures: [{ itemIdentifier: '' }] }), 3],
    'an id that is null: all failed': [() => ({ batchItemFailures: [{ itemIdentifier: null }] }), 3],
    'a key that is misspelt: all failed': [
      ([first]) => ({ batchItemFailures: [{ itemIdentifer: first?.messageId }] }),
      3,
    ],
  };
  for (const [name, [report, failed]] of Object.entries(reports)) {
    test(`a report of ${name}`, async () => {
      answer = report as typeof answer;
      for (const body of ['a', 'b', 'c']) await messaging.send(body);
      await mapping.drain();
      expect(await inFlight()).toBe(failed);
    });
  }

  test('a handler that throws fails the whole batch, and the error is told to the owner', async () => {
    answer = () => {
      throw new Error('no');
    };
    for (const body of ['a', 'b']) await messaging.send(body);
    expect(await mapping.drain()).toBe(2);
    expect(await inFlight()).toBe(2);
    expect(errors).toEqual([new Error('no')]);
  });
});

test('a message that fails comes back alone, and after five tries goes to the dead-letter queue', async () => {
  await comesBackAtOnce();
  answer = failing('poison');
  await messaging.send('good');
  await messaging.send('poison');
  await mapping.drain();
  expect(bodies()).toEqual([['good', 'poison'], ['poison'], ['poison'], ['poison'], ['poison']]);
  expect(batches.map(([record]) => record?.attributes.ApproximateReceiveCount)).toEqual(['1', '2', '3', '4', '5']);
  const { Messages } = await messaging.sqs.send(new ReceiveMessageCommand({ QueueUrl: messaging.deadLetters.url }));
  expect(Messages?.map(({ Body }) => Body)).toEqual(['poison']);
});

test('a mapping that was started handles what comes, until it is stopped', async () => {
  const handled = Promise.withResolvers<void>();
  answer = () => {
    handled.resolve();
    return { batchItemFailures: [] };
  };
  mapping.start();
  await messaging.send('m');
  await handled.promise;
  await mapping.stop();
  expect(bodies()).toEqual([['m']]);
  expect(errors).toEqual([]);
});
