import { describe, expect, it } from 'vitest';
import { properties, resources, statements, synthesize, target } from './synth.ts';

const template = synthesize();
const days = (count: number): number => count * 24 * 60 * 60;
const queueOf = (id: string) => properties(template, 'AWS::SQS::Queue', id);
const deadLetterQueues = [
  'EvaluatorFailedTicks',
  'EvaluatorUndeliveredTicks',
  'QueueIngestDeadLetters',
  'SyntheticEventUndeliveredEvents',
];

it('there is one queue for events, and one for each way to fail', () => {
  expect([...resources(template, 'AWS::SQS::Queue').keys()].sort()).toEqual(
    [...deadLetterQueues, 'QueueIngestQueue'].toSorted(),
  );
});

describe('the event queue', () => {
  const queue = queueOf('QueueIngestQueue');

  it('keeps messages for 4 days', () => {
    expect(queue['MessageRetentionPeriod']).toBe(days(4));
  });

  it('gives a message up after 5 receives, to its dead-letter queue', () => {
    const { deadLetterTargetArn, maxReceiveCount } = queue['RedrivePolicy'] as Record<string, unknown>;
    expect([target(deadLetterTargetArn), maxReceiveCount]).toEqual(['QueueIngestDeadLetters', 5]);
  });
});

it.each(deadLetterQueues)('%s keeps failures for 14 days', (id) => {
  expect(queueOf(id)['MessageRetentionPeriod']).toBe(days(14));
});

describe.each([...deadLetterQueues, 'QueueIngestQueue'])('%s', (id) => {
  it('is encrypted by SQS', () => {
    expect(queueOf(id)['SqsManagedSseEnabled']).toBe(true);
  });

  it('refuses what does not come over TLS, and leaves the rest to the roles', () => {
    const policies = [...resources(template, 'AWS::SQS::QueuePolicy').values()];
    const own = policies.filter(({ Properties }) => (Properties['Queues'] as unknown[]).map(target).includes(id));
    expect(own.flatMap(statements)).toEqual([
      {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sqs:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        Resource: { 'Fn::GetAtt': [expect.stringMatching(`^${id}`), 'Arn'] },
      },
    ]);
  });
});

describe('the poller', () => {
  const poller = properties(template, 'AWS::Lambda::EventSourceMapping', 'QueueIngestPoller');
  const mostAtOnce = Number((poller['ScalingConfig'] as Record<string, unknown>)['MaximumConcurrency']);

  it('hands messages of the event queue to ingest-queue', () => {
    expect([target(poller['EventSourceArn']), target(poller['FunctionName'])]).toEqual([
      'QueueIngestQueue',
      'QueueIngestFunction',
    ]);
  });

  it('takes up to 10 messages at once', () => {
    expect(poller['BatchSize']).toBe(10);
  });

  it('does not wait for more', () => {
    expect(poller).not.toHaveProperty('MaximumBatchingWindowInSeconds');
  });

  it('gives back only the messages that failed', () => {
    expect(poller['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
  });

  it('never has more under way than the reservation allows', () => {
    const { ReservedConcurrentExecutions } = properties(template, 'AWS::Lambda::Function', 'QueueIngestFunction');
    expect(mostAtOnce).toBeLessThanOrEqual(Number(ReservedConcurrentExecutions));
  });

  it('leaves half of a new account of 10 free, for nothing is reserved there', () => {
    expect(mostAtOnce).toBeLessThanOrEqual(5);
  });
});
