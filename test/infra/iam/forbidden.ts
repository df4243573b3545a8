import { STREAM_ARN, STREAM_KEY_ARN } from '../everything.ts';
import type { Arns } from './arns.ts';
import type { Call } from './call.ts';

/** A partition key of each kind of item: see shared/adapters/dynamodb/keys.ts. */
const partitionOf = {
  segment: 'SEG#2026-03-02T09#2',
  state: 'STATE',
  tick: 'TICK',
  incident: 'INC',
  'notification set aside': 'ASIDE',
  silence: 'SILENCE',
  rollup: 'ROLL#m#5e1f#bank',
  'sealed minute': 'SEAL',
  'late marker': 'LATE#2',
} as const;
type ItemKind = keyof typeof partitionOf;
export const itemKinds = Object.keys(partitionOf) as readonly ItemKind[];
const except = (...allowed: readonly ItemKind[]): ItemKind[] => itemKinds.filter((kind) => !allowed.includes(kind));

/** What somebody who got hold of the rights would try, by what it would do. */
export type Attempts = readonly (readonly [string, Call])[];

const onItems = (table: string, action: string, of: readonly ItemKind[], whose = ''): Attempts =>
  of.map((kind) => [
    `${action} of a ${kind}${whose}`,
    { action: `dynamodb:${action}`, resource: table, partitions: [partitionOf[kind]] },
  ]);

const allOfItems = (table: string, whose = ''): Attempts =>
  ['PutItem', 'GetItem', 'Query', 'DeleteItem'].flatMap((action) => onItems(table, action, itemKinds, whose));

/** Whoever it is. */
export const toAll = ({ table, topic, queue, role, evaluate, log, stack, other, otherIam }: Arns): Attempts => [
  ...['Scan', 'DeleteTable', 'UpdateTable', 'ExportTableToPointInTime', 'PartiQLSelect'].map(
    (action): readonly [string, Call] => [`${action} of the table`, { action: `dynamodb:${action}`, resource: table }],
  ),
  ['a batch of writes', { action: 'dynamodb:BatchWriteItem', resource: table, partitions: [partitionOf.segment] }],
  ['a batch of reads', { action: 'dynamodb:BatchGetItem', resource: table, partitions: [partitionOf.state] }],
  ...onItems(table, 'UpdateItem', itemKinds),
  ...allOfItems(other('dynamodb', 'table/Payroll'), ' in another table'),
  ['a message to another topic', { action: 'sns:Publish', resource: other('sns', 'Payroll') }],
  ['a message to a phone number', { action: 'sns:Publish', resource: '*' }],
  ['a subscription', { action: 'sns:Subscribe', resource: topic }],
  ['the end of the topic', { action: 'sns:DeleteTopic', resource: topic }],
  ['a message to another queue', { action: 'sqs:SendMessage', resource: other('sqs', 'Payroll') }],
  ['an empty event queue', { action: 'sqs:PurgeQueue', resource: queue('QueueIngestQueue') }],
  ['the end of the event queue', { action: 'sqs:DeleteQueue', resource: queue('QueueIngestQueue') }],
  ['other code', { action: 'lambda:UpdateFunctionCode', resource: evaluate }],
  ['a call of another function', { action: 'lambda:InvokeFunction', resource: other('lambda', 'function:Payroll') }],
  ['more rights for a role', { action: 'iam:PutRolePolicy', resource: role('EvaluatorFunctionRole') }],
  ['a role handed on', { action: 'iam:PassRole', resource: role('EvaluatorFunctionRole') }],
  ['another role', { action: 'sts:AssumeRole', resource: otherIam('role/Admin') }],
  ['a user', { action: 'iam:CreateUser', resource: otherIam('user/mallory') }],
  ['what a key protects', { action: 'kms:Decrypt', resource: other('kms', 'key/1') }],
  ['the end of a key', { action: 'kms:ScheduleKeyDeletion', resource: other('kms', 'key/1') }],
  [
    'lines in a log of somebody else',
    { action: 'logs:PutLogEvents', resource: other('logs', 'log-group:Payroll:log-stream:1') },
  ],
  ['the end of a log', { action: 'logs:DeleteLogGroup', resource: log('EvaluatorFunctionLog') }],
  ['the end of the stack', { action: 'cloudformation:DeleteStack', resource: stack }],
  ['another template', { action: 'cloudformation:UpdateStack', resource: stack }],
  [
    'an alarm that is silent',
    { action: 'cloudwatch:DisableAlarmActions', resource: other('cloudwatch', 'alarm:Beat') },
  ],
  ['no more ticks', { action: 'scheduler:DeleteSchedule', resource: other('scheduler', 'schedule/default/tick') }],
];

const aFalseAlarm = ({ topic }: Arns): Attempts => [['a false alarm', { action: 'sns:Publish', resource: topic }]];
const aTick = ({ evaluate }: Arns): Attempts => [['a tick', { action: 'lambda:InvokeFunction', resource: evaluate }]];
const eventsOfTheQueue = ({ queue }: Arns): Attempts => [
  ['a look at events', { action: 'sqs:ReceiveMessage', resource: queue('QueueIngestQueue') }],
];
const linesIn = ({ logStream }: Arns, ...ids: readonly string[]): Attempts =>
  ids.map((id) => ['lines in the log of another', { action: 'logs:PutLogEvents', resource: logStream(id) }]);

const toIngest = (arns: Arns, ...otherLogs: readonly string[]): Attempts => [
  ...toAll(arns),
  ...onItems(arns.table, 'PutItem', except('segment', 'late marker')),
  ...['GetItem', 'Query', 'DeleteItem'].flatMap((action) => onItems(arns.table, action, itemKinds)),
  ...aFalseAlarm(arns),
  ...aTick(arns),
  ...linesIn(arns, ...otherLogs),
];

/** `id`: of the function. Each has a secret, a queue and a log of its own. */
const toForward = (arns: Arns, id: string): Attempts => [
  ...toAll(arns),
  ...['PutItem', 'GetItem', 'DeleteItem'].flatMap((action) => onItems(arns.table, action, itemKinds)),
  ...onItems(arns.table, 'Query', except('state')),
  ...aFalseAlarm(arns),
  ...aTick(arns),
  ...eventsOfTheQueue(arns),
  ['a secret of somebody else', { action: 'ssm:GetParameter', resource: arns.other('ssm', 'parameter/Payroll') }],
  ...arns.forwarders
    .filter((other) => other !== id)
    .flatMap((other): Attempts => [
      ['what another forwards', { action: 'sqs:ReceiveMessage', resource: arns.queue(queueOf(other)) }],
      ...linesIn(arns, `${other}Log`),
    ]),
];
const queueOf = (forwarder: string): string => forwarder.replace(/Function$/, 'Queue');

const toEvaluate = (arns: Arns): Attempts => [
  ...toAll(arns),
  ...onItems(arns.table, 'PutItem', ['segment', 'silence', 'late marker']),
  ...onItems(arns.table, 'DeleteItem', except('late marker')),
  ...aTick(arns),
  ...eventsOfTheQueue(arns),
  ['an event', { action: 'sqs:SendMessage', resource: arns.queue('QueueIngestQueue') }],
  ['a message without TLS', { action: 'sns:Publish', resource: arns.topic, isPlain: true }],
  ...linesIn(arns, 'HttpIngestFunctionLog', 'QueueIngestFunctionLog'),
];

const toProducers = (arns: Arns): Attempts => [
  ...toAll(arns),
  ...allOfItems(arns.table),
  ...aFalseAlarm(arns),
  ...aTick(arns),
  ...eventsOfTheQueue(arns),
  ['another method', { action: 'execute-api:Invoke', resource: arns.api('DELETE/v1/events') }],
  ['another path', { action: 'execute-api:Invoke', resource: arns.api('POST/v1/silences') }],
  ['an event without TLS', { action: 'sqs:SendMessage', resource: arns.queue('QueueIngestQueue'), isPlain: true }],
];

const toOperators = (arns: Arns): Attempts => [
  ...toAll(arns),
  ...onItems(arns.table, 'PutItem', except('silence')),
  ...onItems(arns.table, 'Query', except('silence', 'segment', 'notification set aside')),
  ...['GetItem', 'DeleteItem'].flatMap((action) => onItems(arns.table, action, itemKinds)),
  ...aFalseAlarm(arns),
  ...aTick(arns),
  ...eventsOfTheQueue(arns),
  ['a queue of somebody else', { action: 'sqs:ReceiveMessage', resource: arns.other('sqs', 'Payroll') }],
  ['a secret', { action: 'ssm:GetParameter', resource: arns.other('ssm', 'parameter/slack/Key') }],
  ['all stacks', { action: 'cloudformation:DescribeStacks', resource: '*' }],
  ...['Payroll', 'Parapet-eu'].map((name): readonly [string, Call] => [
    `the stack ${name}`,
    { action: 'cloudformation:DescribeStacks', resource: arns.other('cloudformation', `stack/${name}/1`) },
  ]),
  [
    'a log of somebody else',
    { action: 'logs:FilterLogEvents', resource: arns.other('logs', 'log-group:Payroll:log-stream:') },
  ],
  ...linesIn(arns, 'EvaluatorFunctionLog'),
];

const toSchedules = (arns: Arns): Attempts => [
  ...toAll(arns),
  ...allOfItems(arns.table),
  ...aFalseAlarm(arns),
  ...eventsOfTheQueue(arns),
];

/** By the logical id of the role or policy. */
export const forbidden = (arns: Arns): ReadonlyMap<string, Attempts> =>
  new Map([
    ['HttpIngestFunctionRole', toIngest(arns, 'EvaluatorFunctionLog', 'QueueIngestFunctionLog')],
    [
      'QueueIngestFunctionRole',
      [
        ...toIngest(arns, 'EvaluatorFunctionLog', 'HttpIngestFunctionLog'),
        ['an event', { action: 'sqs:SendMessage', resource: arns.queue('QueueIngestQueue') }],
      ],
    ],
    [
      'StreamIngestFunctionRole',
      [
        ...toIngest(arns, 'EvaluatorFunctionLog', 'HttpIngestFunctionLog'),
        ...eventsOfTheQueue(arns),
        ['another stream', { action: 'kinesis:GetRecords', resource: arns.other('kinesis', 'stream/Payroll') }],
        ['records of its own', { action: 'kinesis:PutRecord', resource: STREAM_ARN }],
        ['the key of the stream', { action: 'kms:Decrypt', resource: STREAM_KEY_ARN }],
      ],
    ],
    ...arns.forwarders.map((id) => [`${id}Role`, toForward(arns, id)] as const),
    ['EvaluatorFunctionRole', toEvaluate(arns)],
    ['SchedulerRole', toSchedules(arns)],
    ['SyntheticEventRole', [...toSchedules(arns), ...aTick(arns)]],
    ['ProducerAccessPolicy', toProducers(arns)],
    ['OperatorAccessPolicy', toOperators(arns)],
  ]);
