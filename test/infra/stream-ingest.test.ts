import { describe, expect, it } from 'vitest';
import type { KinesisSource } from '../../infra/settings/settings.ts';
import { limits } from '../../shared/core/limits.ts';
import { STREAM_ARN, STREAM_KEY_ARN } from './everything.ts';
import { properties, resource, resources, statements, synthesize, target } from './synth.ts';

const withStream = (kinesis: KinesisSource) => synthesize({ sources: { kinesis } });
const template = withStream({ streamArn: STREAM_ARN });
const poller = properties(template, 'AWS::Lambda::EventSourceMapping', 'StreamIngestPoller');

const rightsOf = (from: ReturnType<typeof withStream>) => {
  const { Properties } = resource(from, 'AWS::Lambda::Function', 'StreamIngestFunction');
  return [...resources(from, 'AWS::IAM::Policy').values()]
    .filter((policy) => (policy.Properties['Roles'] as unknown[]).map(target).includes(target(Properties['Role'])))
    .flatMap(statements)
    .flatMap(({ Action, Resource }) => [Action].flat().map((action) => `${action} on ${target(Resource)}`))
    .toSorted();
};

it('there is none where no stream is named', () => {
  expect([...resources(synthesize(), 'AWS::Lambda::EventSourceMapping').keys()]).toEqual(['QueueIngestPoller']);
});

it('the function is deployed after evaluate, which reads what it writes', () => {
  const { DependsOn } = resource(template, 'AWS::Lambda::Function', 'StreamIngestFunction');
  expect(DependsOn?.map((each) => target({ Ref: each }))).toContain('EvaluatorFunction');
});

describe('the poller', () => {
  it('hands records of the stream to ingest-stream', () => {
    expect([poller['EventSourceArn'], target(poller['FunctionName'])]).toEqual([STREAM_ARN, 'StreamIngestFunction']);
  });

  it('begins with the oldest record, so that none is passed over before it begins', () => {
    expect(poller['StartingPosition']).toBe('TRIM_HORIZON');
  });

  it('takes up to 100 records at once, of one batch in each shard', () => {
    expect(poller).toMatchObject({ BatchSize: 100, ParallelizationFactor: 1 });
    expect(poller).not.toHaveProperty('MaximumBatchingWindowInSeconds');
  });

  it('goes on from the first record that failed, and finds by halves one at which the function dies', () => {
    expect(poller).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
    });
  });

  it('tries for as long as anything in a record would be accepted, however often that is', () => {
    expect(poller).toMatchObject({
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: limits.acceptedAge / 1000,
    });
  });

  it('says in a queue of its own which records it gave up', () => {
    const { OnFailure } = poller['DestinationConfig'] as { OnFailure: { Destination: unknown } };
    expect(target(OnFailure.Destination)).toBe('StreamIngestGivenUp');
    expect(properties(template, 'AWS::SQS::Queue', 'StreamIngestGivenUp')['MessageRetentionPeriod']).toBe(
      14 * 24 * 60 * 60,
    );
  });
});

const rights = [
  'dynamodb:PutItem on StoreTable',
  'kinesis:DescribeStream on arn:aws:kinesis:eu-west-1:123456789012:stream/payments',
  'kinesis:DescribeStreamSummary on arn:aws:kinesis:eu-west-1:123456789012:stream/payments',
  'kinesis:GetRecords on arn:aws:kinesis:eu-west-1:123456789012:stream/payments',
  'kinesis:GetShardIterator on arn:aws:kinesis:eu-west-1:123456789012:stream/payments',
  'kinesis:ListShards on arn:aws:kinesis:eu-west-1:123456789012:stream/payments',
  'logs:CreateLogStream on StreamIngestFunctionLog',
  'logs:PutLogEvents on StreamIngestFunctionLog',
  'sqs:SendMessage on StreamIngestGivenUp',
];

describe('ingest-stream', () => {
  it('may read this stream, write segments and say what was given up; nothing else', () => {
    expect(rightsOf(template)).toEqual(rights);
  });

  it('may decrypt what is in the stream, through Kinesis, where the key is of a customer', () => {
    const keyed = withStream({ streamArn: STREAM_ARN, keyArn: STREAM_KEY_ARN });
    expect(rightsOf(keyed)).toEqual([...rights, `kms:Decrypt on ${STREAM_KEY_ARN}`].toSorted());
    expect(JSON.stringify(keyed.toJSON())).toContain('"kinesis.*."');
  });

  it('writes the same items as the other ingests', () => {
    const written = (role: string) =>
      statements(resource(template, 'AWS::IAM::Policy', `${role}DefaultPolicy`)).find(
        ({ Action }) => Action === 'dynamodb:PutItem',
      );
    expect(written('StreamIngestFunctionRole')).toEqual(written('QueueIngestFunctionRole'));
  });

  it('has its places reserved with those of the others', () => {
    const { ReservedConcurrentExecutions: places } = properties(
      template,
      'AWS::Lambda::Function',
      'StreamIngestFunction',
    );
    expect(places).toBe(10);
    const reserved = [...resources(template, 'AWS::Lambda::Function').values()].map(({ Properties }) =>
      Number(Properties['ReservedConcurrentExecutions']),
    );
    expect(reserved.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(900);
  });
});
