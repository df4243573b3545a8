import type { Template } from 'aws-cdk-lib/assertions';
import { properties, type Resource, resources, type Statement, statements, target } from './synth.ts';

export const KEY = 'EncryptionKey';

/** Where a resource of each type that stores something names its key. */
const keys = new Map<string, (properties: Resource['Properties']) => unknown>([
  ['AWS::SQS::Queue', ({ KmsMasterKeyId }) => KmsMasterKeyId],
  ['AWS::SNS::Topic', ({ KmsMasterKeyId }) => KmsMasterKeyId],
  ['AWS::Logs::LogGroup', ({ KmsKeyId }) => KmsKeyId],
  [
    'AWS::DynamoDB::GlobalTable',
    ({ Replicas }) =>
      (Replicas as { SSESpecification?: { KMSMasterKeyId: unknown } }[])[0]?.SSESpecification?.KMSMasterKeyId,
  ],
]);

/** Types that store nothing of payments or incidents. */
const stateless = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Events::Rule',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
];

/** All types of which it is known whether they store anything. */
export const named: ReadonlySet<string> = new Set([...keys.keys(), ...stateless]);

/** What a resource names as its key; undefined where it names none. */
export function keyOf(template: Template, type: string, id: string): string | undefined {
  const key = keys.get(type)?.(properties(template, type, id));
  return key === undefined ? undefined : target(key);
}

/** What the policy of the key allows a service, references resolved. */
export const grants = (template: Template, service: string) =>
  statements({ Properties: { PolicyDocument: properties(template, 'AWS::KMS::Key', KEY)['KeyPolicy'] } })
    .filter(({ Principal }) => serviceOf(Principal) === service)
    .map(({ Action, Condition }) => ({ actions: [Action].flat(), condition: resolved(Condition) }));

/** What the policies on a queue allow a service. */
export const queuePolicy = (template: Template, queue: string, service: string): readonly Statement[] =>
  [...resources(template, 'AWS::SQS::QueuePolicy').values()]
    .filter(({ Properties }) => (Properties['Queues'] as unknown[]).map(target).includes(queue))
    .flatMap(statements)
    .filter(({ Effect, Principal }) => Effect === 'Allow' && serviceOf(Principal) === service);

const serviceOf = (principal: unknown): string | undefined => {
  const { Service: service } = (principal ?? {}) as { Service?: unknown };
  return service === undefined ? undefined : target(service);
};

const resolved = (condition: unknown): unknown =>
  condition === undefined
    ? undefined
    : Object.fromEntries(
        Object.entries(condition as Record<string, Record<string, unknown>>).map(([operator, keyed]) => [
          operator,
          Object.fromEntries(Object.entries(keyed).map(([name, value]) => [name, target(value)])),
        ]),
      );

/** What an action on an encrypted resource needs of its key, `action through service`; AWS documents each in key-access.ts. */
const needs: readonly (readonly [action: RegExp, needed: readonly string[]])[] = [
  [/^dynamodb:(GetItem|Query|PutItem|DeleteItem|UpdateItem|BatchGetItem)$/, ['kms:Decrypt through dynamodb']],
  [/^sqs:ReceiveMessage$/, ['kms:Decrypt through sqs']],
  [/^sqs:SendMessage$/, ['kms:Decrypt through sqs', 'kms:GenerateDataKey through sqs']],
  [/^sns:Publish$/, ['kms:Decrypt through sns', 'kms:GenerateDataKey through sns']],
];

const needed = (policies: readonly Resource[]): ReadonlySet<string> =>
  new Set(
    policies
      .flatMap(statements)
      // Written out, an ARN is of something that is not ours and has a key of its own.
      .filter(({ Resource: on }) => [on].flat().some((each) => !target(each).startsWith('arn:')))
      .flatMap(({ Action }) => [Action].flat())
      .flatMap((action) => needs.flatMap(([pattern, uses]) => (pattern.test(action) ? uses : []))),
  );

/** `kms:Decrypt through sqs`, for each right on the key. */
const allowed = (policies: readonly Resource[]): ReadonlySet<string> =>
  new Set(
    policies
      .flatMap(statements)
      .filter(({ Resource: on }) => [on].flat().some((each) => target(each) === KEY))
      .flatMap(({ Action, Condition }) =>
        [Action].flat().map((action) => `${action} through ${serviceIn(resolved(Condition))}`),
      ),
  );

/** `{ StringLike: { 'kms:ViaService': 'sqs.*.AWS::URLSuffix' } }` -> `sqs`; `anything` where the key may be called itself. */
const serviceIn = (condition: unknown): string => {
  const { StringLike: like = {} } = (condition ?? {}) as { StringLike?: Record<string, string> };
  return /^(\w+)\.\*\.AWS::URLSuffix$/.exec(like['kms:ViaService'] ?? '')?.[1] ?? 'anything';
};

/** What a role with these policies has no right to on the key, and needs. */
export const missing = (policies: readonly Resource[]): readonly string[] =>
  without(needed(policies), allowed(policies));

export const surplus = (policies: readonly Resource[]): readonly string[] =>
  without(allowed(policies), needed(policies));

const without = (some: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] =>
  [...some].filter((each) => !others.has(each));
