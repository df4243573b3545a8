import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { readGuardrails } from '../../infra/guardrails.ts';
import { ParapetStack } from '../../infra/parapet-stack.ts';
import type { Settings } from '../../infra/settings/settings.ts';
import { NOW } from '../support/builders.ts';
import { everything } from './everything.ts';
import { defaults, flags, type Resource, scratchFolder, synthesize } from './synth.ts';

const allOf = (settings: Partial<Settings>, name = 'Parapet') =>
  Object.entries((synthesize({ ...everything, ...settings }, name).toJSON() as Synthesized).Resources);

interface Synthesized {
  readonly Resources: Readonly<Record<string, Resource & { readonly Type: string }>>;
  readonly Outputs: Readonly<Record<string, { readonly Export?: { readonly Name: string } }>>;
}

describe('an app that has not changed', () => {
  const { rules } = readGuardrails('guardrails.yaml', NOW);

  it('synthesizes to the same template from another folder, bundles and all, so that cdk diff is empty', () => {
    const once = () => {
      const app = new App({ context: flags, outdir: scratchFolder(), builtinCloudFormationValidation: false });
      const stack = new ParapetStack(app, 'Parapet', { settings: defaults, rules });
      return JSON.stringify(app.synth().getStackByName(stack.stackName).template);
    };
    const template = once();
    expect(template.match(/"S3Key":"[0-9a-f]{64}\.zip"/g)?.length).toBeGreaterThanOrEqual(3);
    // Not toBe: what differs would be printed whole, twice.
    expect(once() === template).toBe(true);
    // Six bundles: on a busy machine the usual minute is short.
  }, 120_000);

  it('does so with every option on', () => {
    const once = () =>
      JSON.stringify(synthesize({ ...everything, encryption: 'customer' }, 'Parapet', rules).toJSON())
        // Of a function that is not bundled, CDK hashes the command that would do it, with the folder in it.
        .replaceAll(/"S3Key":"[^"]*"/g, '');
    expect(once() === once()).toBe(true);
  });
});

/**
 * What would be lost with an id that changes, for CloudFormation knows a resource by nothing else: the new one comes empty, and
 * with a name that nobody outside has heard of. Whoever changes a line here must say in the changelog who must do what.
 */
const pinned = new Map<string, readonly string[]>([
  // What they hold.
  ['AWS::DynamoDB::GlobalTable', ['StoreTable0CCFA19B']],
  ['AWS::KMS::Key', ['EncryptionKey3A692D6E']],
  [
    'AWS::SQS::Queue',
    [
      'EvaluatorFailedTicks0414C3B9',
      'EvaluatorUndeliveredTicks1C54D95A',
      'EventBusSourceUndelivered08BEE572',
      'QueueIngestDeadLetters2AD27AC0',
      'QueueIngestQueueF5E5BC73',
      'StreamIngestGivenUp96A4B444',
      'SubscriptionshttpsalertsexamplecomDeadLettersDD4F7DDA',
      'SubscriptionslambdafunctionalertsDeadLetters339DDFFA',
      'SubscriptionsopsgenieparapetopsgenieForwarderDeadLetters296B8D99',
      'SubscriptionsopsgenieparapetopsgenieForwarderQueueC9F80194',
      'SubscriptionspagerDutyparapetpagerdutyForwarderDeadLettersB689EDE8',
      'SubscriptionspagerDutyparapetpagerdutyForwarderQueueCC1B351B',
      'SubscriptionsslackparapetslackForwarderDeadLettersAEAE1034',
      'SubscriptionsslackparapetslackForwarderQueue11745C33',
      'SubscriptionssqsalertsDeadLetters92295E59',
      'SubscriptionswebhookparapetwebhookForwarderDeadLetters496A9107',
      'SubscriptionswebhookparapetwebhookForwarderQueueE4AAD392',
      'SyntheticEventUndeliveredEventsD46FE051',
    ],
  ],
  // Who subscribed to it by hand.
  ['AWS::SNS::Topic', ['AlertsTopicCF7C81C9', 'SelfWatchOwnTopic8042BA62']],
  // Producers know its address.
  ['AWS::ApiGatewayV2::Api', ['HttpIngestApi8E0464A9']],
  // Attached to roles that are not ours: one that is in use can't be deleted, and the deployment fails.
  [
    'AWS::IAM::ManagedPolicy',
    ['OperatorAccessPolicy2D7542640', 'OperatorAccessPolicy98D96132', 'ProducerAccessPolicyA5DA408C'],
  ],
]);

const idsOf = (resources: ReturnType<typeof allOf>, type: string): readonly string[] =>
  resources
    .filter(([, { Type }]) => Type === type)
    .map(([id]) => id)
    .toSorted();

describe('an upgrade keeps', () => {
  const customer = allOf({ encryption: 'customer' });

  it.each([...pinned])('every %s', (type, ids) => {
    expect(idsOf(customer, type)).toEqual(ids);
  });

  it('the same resources when the key becomes one of the customer', () => {
    const ids = (resources: typeof customer) => resources.map(([id]) => id).toSorted();
    expect(ids(customer)).toEqual(
      [...ids(allOf({ encryption: 'aws' })), ...idsOf(customer, 'AWS::KMS::Key')].toSorted(),
    );
  });
});

/** Where a resource can be given a name of which an account and Region have only one. */
const names = new Map<string, string | undefined>([
  ['AWS::ApiGatewayV2::Integration', undefined],
  ['AWS::ApiGatewayV2::Route', undefined],
  // Of this API.
  ['AWS::ApiGatewayV2::Stage', undefined],
  // A label; there may be two.
  ['AWS::ApiGatewayV2::Api', undefined],
  ['AWS::CloudWatch::Alarm', 'AlarmName'],
  ['AWS::CloudWatch::Dashboard', 'DashboardName'],
  ['AWS::DynamoDB::GlobalTable', 'TableName'],
  ['AWS::Events::Rule', 'Name'],
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  // Of its role.
  ['AWS::IAM::Policy', undefined],
  ['AWS::IAM::Role', 'RoleName'],
  ['AWS::KMS::Key', undefined],
  ['AWS::Lambda::EventInvokeConfig', undefined],
  ['AWS::Lambda::EventSourceMapping', undefined],
  ['AWS::Lambda::Function', 'FunctionName'],
  ['AWS::Lambda::Permission', undefined],
  ['AWS::Logs::LogGroup', 'LogGroupName'],
  ['AWS::SNS::Subscription', undefined],
  ['AWS::SNS::Topic', 'TopicName'],
  ['AWS::SNS::TopicPolicy', undefined],
  ['AWS::SQS::Queue', 'QueueName'],
  ['AWS::SQS::QueuePolicy', undefined],
  ['AWS::Scheduler::Schedule', 'Name'],
]);

describe('two stacks in one account', () => {
  const settings = { encryption: 'customer' } as const;
  const [first, second] = [allOf(settings, 'Parapet'), allOf(settings, 'Parapet-staging')];

  it('have no resource of a type of which it is not known whether it has a name', () => {
    expect([...new Set(first.map(([, { Type }]) => Type))].filter((type) => !names.has(type))).toEqual([]);
  });

  it('share no name', () => {
    const given = (resources: typeof first) =>
      resources.flatMap(([id, { Type, Properties }]) => {
        const name = Properties?.[names.get(Type) ?? ''];
        return name === undefined ? [] : [`${id}: ${JSON.stringify(name)}`];
      });
    expect(given(first).filter((name) => given(second).includes(name))).toEqual([]);
  });

  it('export nothing, for an export is a name too', () => {
    const { Outputs } = synthesize({ ...everything, ...settings }).toJSON() as Synthesized;
    expect(Object.values(Outputs).filter(({ Export }) => Export !== undefined)).toEqual([]);
  });
});

/** What CloudFormation leaves behind, and what it would leave behind if it replaced it. */
const left = (resources: ReturnType<typeof allOf>) =>
  resources
    .filter(([, { DeletionPolicy, UpdateReplacePolicy }]) =>
      [DeletionPolicy, UpdateReplacePolicy].some((policy) => policy !== undefined && policy !== 'Delete'),
    )
    .map(([id, { DeletionPolicy, UpdateReplacePolicy }]) => [id, DeletionPolicy, UpdateReplacePolicy]);

const protection = (resources: ReturnType<typeof allOf>): readonly unknown[] =>
  resources.flatMap(([, { Properties }]) =>
    Object.values(JSON.parse(JSON.stringify(Properties ?? {})) as Record<string, unknown>)
      .flat()
      .map((value) => (value as { DeletionProtectionEnabled?: boolean } | null)?.DeletionProtectionEnabled)
      .filter((value) => value !== undefined),
  );

describe('deleting the stack', () => {
  it('keeps the table, guarded against a hand that slips, and nothing else', () => {
    const kept = allOf({ removal: 'keep' });
    expect(left(kept)).toEqual([['StoreTable0CCFA19B', 'Retain', 'Retain']]);
    expect(protection(kept)).toEqual([true]);
  });

  it('keeps the key with the table', () => {
    expect(left(allOf({ removal: 'keep', encryption: 'customer' }))).toEqual([
      ['EncryptionKey3A692D6E', 'Retain', 'Retain'],
      ['StoreTable0CCFA19B', 'Retain', 'Retain'],
    ]);
  });

  it.each(['aws', 'customer'] as const)('leaves nothing where it was said to destroy (%s keys)', (encryption) => {
    const gone = allOf({ removal: 'destroy', encryption });
    expect(left(gone)).toEqual([]);
    expect(protection(gone)).toEqual([false]);
  });
});
