import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { everything } from './everything.ts';
import { grants, keyOf, KEY, missing, queuePolicy, surplus } from './encrypted.ts';
import { properties, type Resource, resources, statements, synthesize, target } from './synth.ts';

/** What each way needs that a message takes into something encrypted. One that is missing is seen nowhere: nothing comes. */
const template = synthesize({ ...everything, encryption: 'customer' });
const all = (type: string) => [...resources(template, type)];

/** With a topic of their own for the alarms, and with the one of incidents. */
const speakers = new Map<string, Template>([
  ['SelfWatchOwnTopic', template],
  ['AlertsTopic', synthesize({ ...everything, watchEmails: [], encryption: 'customer' })],
]);

describe.each([...speakers])('alarms that speak to the encrypted %s', (topic, from) => {
  const actionsOf = ({ Properties }: Resource, ...kinds: readonly string[]): readonly unknown[] =>
    kinds.flatMap((kind) => (Properties[kind] ?? []) as readonly unknown[]);

  it('are all there are, and each speaks', () => {
    const alarms = [...resources(from, 'AWS::CloudWatch::Alarm').values()];
    expect(alarms.length).toBeGreaterThanOrEqual(3);
    expect(alarms.filter((alarm) => actionsOf(alarm, 'AlarmActions').length === 0)).toEqual([]);
    const heard = alarms.flatMap((alarm) => actionsOf(alarm, 'AlarmActions', 'OKActions', 'InsufficientDataActions'));
    expect([...new Set(heard.map(target))]).toEqual([topic]);
  });

  it('are let in by the key, in this account', () => {
    expect(keyOf(from, 'AWS::SNS::Topic', topic)).toBe(KEY);
    expect(grants(from, 'cloudwatch.amazonaws.com')).toEqual([
      {
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        condition: { StringEquals: { 'aws:SourceAccount': 'AWS::AccountId' } },
      },
    ]);
  });

  it('are let in by the topic', () => {
    const policies = [...resources(from, 'AWS::SNS::TopicPolicy').values()].filter(({ Properties }) =>
      (Properties['Topics'] as unknown[]).map(target).includes(topic),
    );
    expect(policies.flatMap(statements)).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    );
  });
});

interface RuleTarget {
  readonly Arn: unknown;
  readonly DeadLetterConfig?: { readonly Arn: unknown };
}

const ruled = all('AWS::Events::Rule').flatMap(([id, { Properties }]) =>
  (Properties['Targets'] as RuleTarget[]).flatMap(({ Arn, DeadLetterConfig }) =>
    [Arn, DeadLetterConfig?.Arn].map((queue) => ({ id, queue: target(queue) })),
  ),
);

describe('a rule that sends to an encrypted queue', () => {
  it('has a target and a dead-letter queue', () => {
    expect(ruled.map(({ queue }) => queue)).toEqual(['QueueIngestQueue', 'EventBusSourceUndelivered']);
  });

  it.each(ruled)(
    '$id: the key lets EventBridge in for $queue, without a condition, of which it meets none',
    ({ queue }) => {
      expect(keyOf(template, 'AWS::SQS::Queue', queue)).toBe(KEY);
      expect(grants(template, 'events.amazonaws.com')).toEqual([
        { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], condition: undefined },
      ]);
    },
  );

  it.each(ruled)('$id: the policy of $queue lets in this rule only', ({ id, queue }) => {
    expect(queuePolicy(template, queue, 'events.amazonaws.com').map(({ Condition }) => Condition)).toEqual([
      { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(`^${id}`), 'Arn'] } } },
    ]);
  });
});

const delivered = all('AWS::SNS::Subscription').flatMap(([id, { Properties }]) => {
  const { deadLetterTargetArn } = (Properties['RedrivePolicy'] ?? {}) as { deadLetterTargetArn?: unknown };
  return [...(Properties['Protocol'] === 'sqs' ? [Properties['Endpoint']] : []), deadLetterTargetArn]
    .map((queue) => (queue === undefined ? '' : target(queue)))
    .filter((queue) => queue !== '' && !queue.startsWith('arn:'))
    .map((queue) => ({ id, queue }));
});

describe('a subscription of an encrypted queue', () => {
  it('is one of several', () => {
    expect(delivered.length).toBeGreaterThanOrEqual(2);
  });

  it.each(delivered)('$id: the key lets SNS in for $queue, for topics of this account', ({ queue }) => {
    expect(keyOf(template, 'AWS::SQS::Queue', queue)).toBe(KEY);
    expect(grants(template, 'sns.amazonaws.com')).toEqual([
      {
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        condition: { ArnLike: { 'aws:SourceArn': 'arn:AWS::Partition:sns:AWS::Region:AWS::AccountId:*' } },
      },
    ]);
  });

  it.each(delivered)('$id: the policy of $queue lets SNS in too', ({ queue }) => {
    expect(queuePolicy(template, queue, 'sns.amazonaws.com').length).toBeGreaterThanOrEqual(1);
  });
});

/** Where AWS takes something out of a queue or puts it there, with the rights of a role of ours. */
const acts = [
  ...all('AWS::Scheduler::Schedule').flatMap(([id, { Properties }]) => {
    const { RoleArn, Arn, DeadLetterConfig } = Properties['Target'] as RuleTarget & { readonly RoleArn: unknown };
    return [Arn, DeadLetterConfig?.Arn].map((to) => ({
      id,
      role: target(RoleArn),
      does: 'sqs:SendMessage',
      queue: to,
    }));
  }),
  ...all('AWS::Lambda::EventInvokeConfig').map(([id, { Properties }]) => ({
    id,
    role: roleOf(Properties['FunctionName']),
    does: 'sqs:SendMessage',
    queue: failuresOf(Properties),
  })),
  ...all('AWS::Lambda::EventSourceMapping').flatMap(([id, { Properties }]) => {
    const role = roleOf(Properties['FunctionName']);
    return [
      { id, role, does: 'sqs:ReceiveMessage', queue: Properties['EventSourceArn'] },
      { id, role, does: 'sqs:SendMessage', queue: failuresOf(Properties) },
    ];
  }),
]
  .map((act) => ({ ...act, queue: act.queue === undefined ? '' : target(act.queue) }))
  // Not the stream, and not the functions that are called.
  .filter(({ queue }) => resources(template, 'AWS::SQS::Queue').has(queue));

function roleOf(named: unknown): string {
  return target(properties(template, 'AWS::Lambda::Function', target(named))['Role']);
}

function failuresOf(from: Resource['Properties']): unknown {
  const { OnFailure } = (from['DestinationConfig'] ?? {}) as { OnFailure?: { readonly Destination: unknown } };
  return OnFailure?.Destination;
}

describe('an encrypted queue that AWS uses in the name of a role', () => {
  it('is one of several', () => {
    expect(acts.map(({ does, queue }) => `${does} ${queue}`)).toEqual(
      expect.arrayContaining([
        'sqs:SendMessage EvaluatorUndeliveredTicks',
        'sqs:SendMessage EvaluatorFailedTicks',
        'sqs:SendMessage SyntheticEventUndeliveredEvents',
        'sqs:SendMessage StreamIngestGivenUp',
        'sqs:SendMessage QueueIngestQueue',
        'sqs:ReceiveMessage QueueIngestQueue',
      ]),
    );
  });

  it.each(acts)('$id: $role may do $does on $queue, and use the key for it', ({ role, does, queue }) => {
    const policies = all('AWS::IAM::Policy')
      .map(([, policy]) => policy)
      .filter(({ Properties }) => (Properties['Roles'] as unknown[]).map(target).includes(role));
    const rights = policies.flatMap(statements).filter(({ Action }) => [Action].flat().includes(does));
    expect(rights.flatMap(({ Resource: on }) => [on].flat().map(target))).toContain(queue);
    expect(keyOf(template, 'AWS::SQS::Queue', queue)).toBe(KEY);
    expect(missing(policies)).toEqual([]);
  });
});

/** Roles of functions and schedules, and what producers and operators are given. */
const policies = [
  ...Map.groupBy(
    [...all('AWS::IAM::Policy'), ...all('AWS::IAM::ManagedPolicy')],
    // What has no room in one policy of operators is in others, and one role has them all.
    ([id]) => id.replace(/\d+$/, ''),
  ),
].map(([id, parts]) => ({ id, parts: parts.map(([, policy]) => policy) }));

describe('a role that uses something encrypted', () => {
  it('is one of several', () => {
    expect(policies.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'EvaluatorFunctionRoleDefaultPolicy',
        'HttpIngestFunctionRoleDefaultPolicy',
        'OperatorAccessPolicy',
        'ProducerAccessPolicy',
        'QueueIngestFunctionRoleDefaultPolicy',
        'SchedulerRoleDefaultPolicy',
        'StreamIngestFunctionRoleDefaultPolicy',
        'SyntheticEventRoleDefaultPolicy',
      ]),
    );
  });

  it.each(policies)('$id: may use the key for it, through the service', ({ parts }) => {
    expect(missing(parts)).toEqual([]);
  });

  it.each(policies)('$id: may use it for nothing else', ({ parts }) => {
    expect(surplus(parts)).toEqual([]);
  });
});
