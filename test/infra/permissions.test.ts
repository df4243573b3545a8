import { describe, expect, it } from 'vitest';
import { atomsOf, atomText } from './iam/atoms.ts';
import { deployed } from './iam/deployed.ts';
import { principalsOf } from './iam/policies.ts';

const deployment = deployed();
const principals = principalsOf(deployment);

/** Of a subscription that has a function of its own: its secret, its queue, and whether what comes late is still so. */
const forwarder = (kind: string): readonly string[] => [
  'dynamodb:Query on StoreTable, STATE',
  `logs:CreateLogStream on ${kind}ForwarderFunctionLog:*`,
  `logs:PutLogEvents on ${kind}ForwarderFunctionLog:*`,
  `sqs:ChangeMessageVisibility on ${kind}ForwarderQueue`,
  `sqs:DeleteMessage on ${kind}ForwarderQueue`,
  `sqs:GetQueueAttributes on ${kind}ForwarderQueue`,
  `sqs:ReceiveMessage on ${kind}ForwarderQueue`,
  `sqs:SendMessage on ${kind}ForwarderDeadLetters`,
  `ssm:GetParameter on parameter/${kind}/Key`,
];

/** Of an operator, who may look into all of them. */
const functions = [
  'Evaluator',
  'HttpIngest',
  'QueueIngest',
  'StreamIngest',
  ...['opsgenie', 'pagerDuty', 'slack', 'webhook'].map((kind) => `${kind}Forwarder`),
];
const deadLetters = [
  'EvaluatorFailedTicks',
  'EvaluatorUndeliveredTicks',
  'EventBusSourceUndelivered',
  'StreamIngestGivenUp',
  'SyntheticEventUndeliveredEvents',
];
/** What lies there is sent again to the queue that it comes from. */
const redriven = [
  'QueueIngestDeadLetters',
  ...['opsgenie', 'pagerDuty', 'slack', 'webhook'].map((kind) => `${kind}ForwarderDeadLetters`),
];

/** Everything each role may do, and whoever has one of the policies. Whoever adds a line here widens what a broken function can do. */
const permissions: Readonly<Record<string, readonly string[]>> = {
  EvaluatorFunctionRole: [
    'dynamodb:DeleteItem on StoreTable, LATE#*',
    'dynamodb:GetItem on StoreTable, ROLL#*',
    'dynamodb:GetItem on StoreTable, SEAL',
    'dynamodb:GetItem on StoreTable, STATE',
    'dynamodb:GetItem on StoreTable, TICK',
    'dynamodb:PutItem on StoreTable, ASIDE',
    'dynamodb:PutItem on StoreTable, INC',
    'dynamodb:PutItem on StoreTable, ROLL#*',
    'dynamodb:PutItem on StoreTable, SEAL',
    'dynamodb:PutItem on StoreTable, STATE',
    'dynamodb:PutItem on StoreTable, TICK',
    'dynamodb:Query on StoreTable, LATE#*',
    'dynamodb:Query on StoreTable, ROLL#*',
    'dynamodb:Query on StoreTable, SEG#*',
    'dynamodb:Query on StoreTable, SILENCE',
    'dynamodb:Query on StoreTable, STATE',
    'logs:CreateLogStream on EvaluatorFunctionLog:*',
    'logs:PutLogEvents on EvaluatorFunctionLog:*',
    'sns:GetTopicAttributes on AlertsTopic',
    'sns:Publish on AlertsTopic',
    'sqs:SendMessage on EvaluatorFailedTicks',
  ],
  HttpIngestFunctionRole: [
    'dynamodb:PutItem on StoreTable, LATE#*',
    'dynamodb:PutItem on StoreTable, SEG#*',
    'logs:CreateLogStream on HttpIngestFunctionLog:*',
    'logs:PutLogEvents on HttpIngestFunctionLog:*',
  ],
  QueueIngestFunctionRole: [
    'dynamodb:PutItem on StoreTable, LATE#*',
    'dynamodb:PutItem on StoreTable, SEG#*',
    'logs:CreateLogStream on QueueIngestFunctionLog:*',
    'logs:PutLogEvents on QueueIngestFunctionLog:*',
    'sqs:DeleteMessage on QueueIngestQueue',
    'sqs:GetQueueAttributes on QueueIngestQueue',
    'sqs:ReceiveMessage on QueueIngestQueue',
  ],
  StreamIngestFunctionRole: [
    'dynamodb:PutItem on StoreTable, LATE#*',
    'dynamodb:PutItem on StoreTable, SEG#*',
    'kinesis:DescribeStream on stream/payments',
    'kinesis:DescribeStreamSummary on stream/payments',
    'kinesis:GetRecords on stream/payments',
    'kinesis:GetShardIterator on stream/payments',
    'kinesis:ListShards on stream/payments',
    // Through Kinesis only.
    'kms:Decrypt on key/0a1b2c3d-0000-4000-8000-000000000000',
    'logs:CreateLogStream on StreamIngestFunctionLog:*',
    'logs:PutLogEvents on StreamIngestFunctionLog:*',
    'sqs:SendMessage on StreamIngestGivenUp',
  ],
  pagerDutyForwarderFunctionRole: forwarder('pagerDuty'),
  opsgenieForwarderFunctionRole: forwarder('opsgenie'),
  slackForwarderFunctionRole: forwarder('slack'),
  webhookForwarderFunctionRole: forwarder('webhook'),
  SchedulerRole: [
    'lambda:InvokeFunction on EvaluatorFunction',
    // The versions of the function; CDK adds them.
    'lambda:InvokeFunction on EvaluatorFunction:*',
    'sqs:SendMessage on EvaluatorUndeliveredTicks',
  ],
  SyntheticEventRole: ['sqs:SendMessage on QueueIngestQueue', 'sqs:SendMessage on SyntheticEventUndeliveredEvents'],
  ProducerAccessPolicy: ['execute-api:Invoke on HttpIngestApi/*/POST/v1/events', 'sqs:SendMessage on QueueIngestQueue'],
  OperatorAccessPolicy: [
    'cloudformation:DescribeStacks on stack/Parapet/*',
    'cloudformation:ListStacks on *',
    'dynamodb:PutItem on StoreTable, SILENCE',
    'dynamodb:Query on StoreTable, ASIDE',
    // Of the events, which a backtest replays.
    'dynamodb:Query on StoreTable, SEG#*',
    'dynamodb:Query on StoreTable, SILENCE',
    ...functions.flatMap((name) => [
      `lambda:GetFunctionConfiguration on ${name}Function`,
      ...['DescribeLogStreams', 'FilterLogEvents', 'GetLogEvents'].map(
        (action) => `logs:${action} on ${name}FunctionLog:*`,
      ),
    ]),
    'sns:ListSubscriptionsByTopic on AlertsTopic',
    ...[...deadLetters, ...redriven].flatMap((queue) =>
      ['GetQueueAttributes', 'GetQueueUrl', 'PurgeQueue', 'ReceiveMessage'].map(
        (action) => `sqs:${action} on ${queue}`,
      ),
    ),
    ...redriven.flatMap((queue) => [
      ...['StartMessageMoveTask', 'ListMessageMoveTasks', 'CancelMessageMoveTask', 'DeleteMessage'].map(
        (action) => `sqs:${action} on ${queue}`,
      ),
      // It is sent in the name of who starts it.
      `sqs:SendMessage on ${queue.replace('DeadLetters', 'Queue')}`,
    ]),
  ],
};

it('all roles and policies are listed', () => {
  expect([...principals.keys()].sort()).toEqual(Object.keys(permissions).sort());
});

it.each([...principals.values()])('$id may do exactly what stands here', (principal) => {
  expect(atomsOf(principal).map(atomText).sort()).toEqual(permissions[principal.id]?.toSorted());
});

it.each(deployment.all('AWS::IAM::Role'))('$id has no managed or inline policy beside', ({ properties }) => {
  const { ManagedPolicyArns: managed, Policies: inline } = properties;
  expect([managed, inline]).toEqual([undefined, undefined]);
});

it.each(deployment.all('AWS::IAM::Role'))(
  '$id is taken by one service of AWS, and by nobody else',
  ({ id, properties }) => {
    const { Statement: statements } = properties['AssumeRolePolicyDocument'] as {
      Statement: { Effect: string; Action: string; Principal: unknown }[];
    };
    const service = id.endsWith('FunctionRole') ? 'lambda' : 'scheduler';
    expect(statements.map(({ Effect, Action, Principal }) => [Effect, Action, Principal])).toEqual([
      ['Allow', 'sts:AssumeRole', { Service: `${service}.amazonaws.com` }],
    ]);
  },
);

it.each(deployment.all('AWS::IAM::ManagedPolicy'))('$id has no fixed name, and no one has it yet', ({ properties }) => {
  for (const key of ['ManagedPolicyName', 'Roles', 'Users', 'Groups']) expect(properties).not.toHaveProperty(key);
});

describe.each(deployment.all('AWS::Lambda::Function'))('$id', ({ id, properties, dependsOn }) => {
  it('runs under the role of its own', () => {
    expect(properties['Role']).toMatch(new RegExp(`:role/Parapet-${id}Role$`));
  });

  it('is not created before its policy, or its first calls would be refused', () => {
    expect(dependsOn).toContain(`${id}RoleDefaultPolicy`);
  });
});
