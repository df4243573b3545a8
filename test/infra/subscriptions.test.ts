import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { beforeEach, describe, expect, it } from 'vitest';
import { subscriptionSchema } from '../../functions/forward/subscription.ts';
import { ConfigurationError } from '../../infra/configuration-error.ts';
import { subscriptionNames } from '../../infra/constructs/subscription-names.ts';
import type { Settings } from '../../infra/settings/settings.ts';
import type { Subscription } from '../../infra/settings/subscription.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import type { Rules } from '../../shared/core/guardrail/rules.ts';
import { aGuardrail } from '../support/builders.ts';
import { captureLogs } from '../support/logs.ts';
import { buildStack, properties, resources, statements, synthesize, target } from './synth.ts';

const bothLevels = { warning: { above: '5%' }, critical: { above: '15%' } };
const guardrails: readonly Guardrail[] = [
  aGuardrail({ id: 'payment-failures', ...bothLevels }),
  aGuardrail({ id: 'fraud', warning: { above: '1%' }, critical: undefined }),
];
const rules: Rules = { guardrails: [...guardrails], silences: [] };

const ARN = 'arn:aws:sqs:eu-west-1:123456789012:alerts';
const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:alerts';
const pager: Subscription = { kind: 'pagerDuty', parameter: '/parapet/pagerduty' };
const slack: Subscription = { kind: 'slack', parameter: 'slack-webhook', severity: ['warning'] };

const template = synthesize(
  {
    subscriptions: [
      { kind: 'email', address: 'risk@example.com', guardrails: ['fraud'] },
      { kind: 'sqs', queueArn: ARN },
      { kind: 'lambda', functionArn: FUNCTION_ARN, severity: ['critical'] },
      { kind: 'https', url: 'https://alerts.example.com/secret/1' },
      pager,
      slack,
    ],
  },
  'Parapet',
  rules,
);

const made = [...resources(template, 'AWS::SNS::Subscription')].map(([id, { Properties }]) => ({
  id,
  ...(Properties as Record<string, unknown>),
}));
const subscriptionOf = (protocol: string, endpoint?: string) => {
  const found = made.find(
    (each: Record<string, unknown>) =>
      each['Protocol'] === protocol && (endpoint === undefined || target(each['Endpoint']) === endpoint),
  );
  if (found === undefined) throw new Error(`no subscription by ${protocol}`);
  return found as Record<string, unknown>;
};
const deadLettersOf = (subscription: Record<string, unknown>): string =>
  target((subscription['RedrivePolicy'] as Record<string, unknown>)['deadLetterTargetArn']);
const queuePolicies = (id: string) =>
  [...resources(template, 'AWS::SQS::QueuePolicy').values()]
    .filter(({ Properties }) => (Properties['Queues'] as unknown[]).map(target).includes(id))
    .flatMap(statements);
const letsTopicSend = expect.objectContaining({
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Condition: {
    ArnEquals: { 'aws:SourceArn': { Ref: expect.stringMatching(/^AlertsTopic/) } },
    StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
  },
});

it('there is one subscription for each setting, to the topic of incidents', () => {
  expect(
    made.map((each: Record<string, unknown>) => `${String(each['Protocol'])} ${target(each['TopicArn'])}`).sort(),
  ).toEqual([
    'email AlertsTopic',
    'email AlertsTopic',
    'https AlertsTopic',
    'lambda AlertsTopic',
    'sqs AlertsTopic',
    'sqs AlertsTopic',
    'sqs AlertsTopic',
  ]);
});

it('none gets raw messages: the forwarder reads the envelope', () => {
  for (const each of made) expect(each).not.toHaveProperty('RawMessageDelivery');
});

describe('filters at SNS', () => {
  it.each<[string, Record<string, unknown>]>([
    ['by guardrail', subscriptionOf('email', 'risk@example.com')],
    ['by severity', subscriptionOf('lambda')],
  ])('%s are on the attributes of the message', (_, subscription) => {
    expect(subscription).toMatchObject({ FilterPolicy: expect.anything(), FilterPolicyScope: 'MessageAttributes' });
  });

  it('are on none of those that are forwarded, for SNS would drop the alarms on Parapet itself', () => {
    for (const each of made.filter(({ id }) => id.includes('slack') || id.includes('pagerDuty')))
      expect(each).not.toHaveProperty('FilterPolicy');
  });
});

describe.each([
  ['https', undefined],
  ['lambda', undefined],
  ['sqs', ARN],
  ['sqs', 'SubscriptionspagerDutyparapetpagerdutyForwarderQueue'],
  ['sqs', 'SubscriptionsslackslackwebhookForwarderQueue'],
] as const)('the subscription by %s to %s', (protocol, endpoint) => {
  const id = deadLettersOf(subscriptionOf(protocol, endpoint));

  it('has a dead-letter queue of its own', () => {
    expect(made.filter((each) => JSON.stringify(each).includes(`"${id}`))).toHaveLength(1);
    expect(properties(template, 'AWS::SQS::Queue', id)['MessageRetentionPeriod']).toBe(14 * 24 * 60 * 60);
  });

  it('which lets the topic in, and nobody else', () => {
    const allowed = queuePolicies(id).filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toEqual([letsTopicSend]);
  });
});

describe('HTTPS', () => {
  const { healthyRetryPolicy } = subscriptionOf('https')['DeliveryPolicy'] as {
    healthyRetryPolicy: Record<string, number>;
  };

  it('is tried for most of the hour that SNS allows, and not for longer', () => {
    const { minDelayTarget = 0, maxDelayTarget = 0, numRetries = 0, ...counts } = healthyRetryPolicy;
    const { numNoDelayRetries = 0, numMinDelayRetries = 0, numMaxDelayRetries = 0 } = counts;
    const growing = numRetries - numNoDelayRetries - numMinDelayRetries - numMaxDelayRetries;
    const most = numMinDelayRetries * minDelayTarget + (growing + numMaxDelayRetries) * maxDelayTarget;
    expect(growing).toBe(5);
    expect(most).toBeLessThanOrEqual(3600);
    expect(numMaxDelayRetries * maxDelayTarget).toBeGreaterThanOrEqual(1800);
  });
});

describe('a function', () => {
  it('may be called by the topic', () => {
    expect(
      [...resources(template, 'AWS::Lambda::Permission').values()].filter(
        ({ Properties }) => Properties['FunctionName'] === FUNCTION_ARN,
      ),
    ).toEqual([
      expect.objectContaining({
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: FUNCTION_ARN,
          Principal: 'sns.amazonaws.com',
          SourceArn: { Ref: expect.stringMatching(/^AlertsTopic/) },
        },
      }),
    ]);
  });
});

describe.each([
  ['pagerDutyparapetpagerduty', pager, 'parapet/pagerduty'],
  ['slackslackwebhook', slack, 'slack-webhook'],
])('the forwarder of %s', (name, subscription, parameter) => {
  const id = `Subscriptions${name}Forwarder`;
  const fn = properties(template, 'AWS::Lambda::Function', `${id}Function`);
  const queue = properties(template, 'AWS::SQS::Queue', `${id}Queue`);
  const poller = properties(template, 'AWS::Lambda::EventSourceMapping', `${id}Poller`);

  it('is told whom to tell, in words that the function reads', () => {
    const { SUBSCRIPTION } = (fn['Environment'] as { Variables: Record<string, string> }).Variables;
    expect(subscriptionSchema.parse(JSON.parse(SUBSCRIPTION ?? ''))).toMatchObject(subscription);
  });

  it('reads one secret, and no other', () => {
    const allowed = [...resources(template, 'AWS::IAM::Policy').values()]
      .filter(({ Properties }) => (Properties['Roles'] as unknown[]).map(target).includes(`${id}FunctionRole`))
      .flatMap(statements)
      .flatMap(({ Action, Resource: on }) => [Action].flat().map((action) => `${action} on ${target(on)}`));
    expect(allowed.sort()).toEqual([
      'dynamodb:Query on StoreTable',
      `logs:CreateLogStream on ${id}FunctionLog`,
      `logs:PutLogEvents on ${id}FunctionLog`,
      `sqs:ChangeMessageVisibility on ${id}Queue`,
      `sqs:DeleteMessage on ${id}Queue`,
      `sqs:GetQueueAttributes on ${id}Queue`,
      `sqs:ReceiveMessage on ${id}Queue`,
      `sqs:SendMessage on ${id}DeadLetters`,
      `ssm:GetParameter on arn:AWS::Partition:ssm:AWS::Region:AWS::AccountId:parameter/${parameter}`,
    ]);
  });

  it('reads of the table only how the incidents are', () => {
    const query = [...resources(template, 'AWS::IAM::Policy').values()]
      .filter(({ Properties }) => (Properties['Roles'] as unknown[]).map(target).includes(`${id}FunctionRole`))
      .flatMap(statements)
      .find(({ Action }) => Action === 'dynamodb:Query');
    expect(query?.Condition).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['STATE'] } });
  });

  it('has no secret in its environment', () => {
    expect(JSON.stringify(fn['Environment'])).not.toMatch(/SecureString|resolve:ssm/);
  });

  it('tries a message 300 times, and SQS keeps it for longer than that takes', () => {
    expect(queue['MessageRetentionPeriod']).toBe(4 * 24 * 60 * 60);
    const { deadLetterTargetArn, maxReceiveCount } = queue['RedrivePolicy'] as Record<string, unknown>;
    expect([target(deadLetterTargetArn), maxReceiveCount]).toEqual([`${id}DeadLetters`, 300]);
  });

  it('gets its messages from the topic, and from nobody else', () => {
    expect(queuePolicies(`${id}Queue`).filter(({ Effect }) => Effect === 'Allow')).toEqual([letsTopicSend]);
    for (const queueId of ['Queue', 'DeadLetters'])
      expect(queuePolicies(`${id}${queueId}`)).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
  });

  it('takes one message at a time, and never more than the reservation allows', () => {
    expect(poller).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    expect(fn['ReservedConcurrentExecutions']).toBe(2);
    expect([target(poller['EventSourceArn']), target(poller['FunctionName'])]).toEqual([`${id}Queue`, `${id}Function`]);
  });
});

describe('synth warns', () => {
  // CDK says it on the screen too.
  beforeEach(() => void captureLogs());

  const warnings = (subscriptions: readonly Subscription[], settings: Partial<Settings> = {}): readonly string[] =>
    Annotations.fromStack(buildStack({ emails: [], watchEmails: [], subscriptions, ...settings }, 'Parapet', rules))
      .findWarning('/Parapet/Subscriptions', Match.anyValue())
      .map(({ entry }) => (entry.data as string).replace(/ \[ack: .*/, ''));

  it('of nothing where a pager hears everything', () => {
    expect(warnings([pager])).toEqual([]);
  });

  it('of limits that nobody hears of, though everybody may think that another does', () => {
    expect(
      warnings([
        { ...pager, severity: ['critical'] },
        { ...slack, guardrails: ['payment-failures'] },
      ]),
    ).toEqual(['Nobody hears of fraud (warning): no subscription without a filter, and none with one that fits']);
  });

  it('of what is critical and told by mail only', () => {
    const [warning, ...others] = warnings([{ ...pager, guardrails: ['fraud'] }], { emails: ['a@example.com'] });
    expect(others).toEqual([]);
    expect(warning).toMatch(
      /^payment-failures \(critical\): told by email only\. SNS suspends an address that gets more/,
    );
  });

  it('that nobody hears of Parapet itself, where SNS filters for all', () => {
    const filtered: Subscription[] = [
      { kind: 'sqs', queueArn: ARN, severity: ['critical', 'warning'] },
      { kind: 'sqs', queueArn: `${ARN}-2`, guardrails: ['payment-failures', 'fraud'] },
    ];
    const unwatched = 'Nobody hears that Parapet itself is in trouble: SNS lets no alarm through a filter.';
    expect(warnings(filtered)).toEqual([expect.stringContaining(unwatched)]);
    expect(warnings(filtered, { watchEmails: ['platform@example.com'] })).toEqual([]);
    expect(warnings([...filtered, { ...slack, guardrails: ['fraud'] }])).toEqual([]);
  });

  it('of nothing but that where there is nobody at all: the stack says so', () => {
    expect(warnings([])).toEqual([]);
  });
});

describe('what can not be deployed', () => {
  it.each<[string, readonly Subscription[], string]>([
    [
      'a filter for a guardrail that is none',
      [pager, { ...slack, guardrails: ['payment-failure'] }],
      'subscriptions.1.guardrails: expected ids of your rules, got payment-failure; did you mean payment-failures?',
    ],
    [
      'an address that is among emails too',
      [{ kind: 'email', address: 'oncall@example.com', severity: ['critical'] }],
      'subscriptions.0: expected each once, also beside emails, got email oncall@example.com again; SNS allows it one filter',
    ],
    [
      'the same queue twice',
      [
        { kind: 'sqs', queueArn: ARN, guardrails: ['fraud'] },
        { kind: 'sqs', queueArn: ARN, severity: ['critical'] },
      ],
      `subscriptions.1: expected each once, also beside emails, got sqs ${ARN} again; SNS allows it one filter`,
    ],
  ])('is refused: %s', (_, subscriptions, problem) => {
    expect(() => synthesize({ subscriptions }, 'Parapet', rules)).toThrow(new ConfigurationError([problem]));
  });

  it('is not the same pager twice, each with a queue of its own', () => {
    const twice = synthesize(
      {
        subscriptions: [
          { ...pager, guardrails: ['fraud'] },
          { ...pager, severity: ['critical'] },
        ],
      },
      'Parapet',
      rules,
    );
    expect([...resources(twice, 'AWS::Lambda::Function').keys()].filter((id) => id.includes('pagerDuty'))).toEqual([
      'SubscriptionspagerDutyparapetpagerdutyForwarderFunction',
      'SubscriptionspagerDutyparapetpagerduty2ForwarderFunction',
    ]);
  });
});

describe('the name of a subscription', () => {
  const https = (path: string): Subscription => ({ kind: 'https', url: `https://alerts.example.com/${path}` });

  it('does not change when another is put before it: its queue would be made anew, without what waits in it', () => {
    expect(subscriptionNames([slack, pager])[1]).toBe(subscriptionNames([pager])[0]);
    expect(subscriptionNames([{ ...pager, guardrails: ['fraud'] }])).toEqual(subscriptionNames([pager]));
  });

  it('is another for each, whatever they go to', () => {
    expect(subscriptionNames([https('a'), https('b'), slack, pager])).toEqual([
      'https alerts.example.com',
      'https alerts.example.com 2',
      'slack slack-webhook',
      'pagerDuty parapet-pagerduty',
    ]);
  });

  it('holds nothing of an address but its host', () => {
    expect(subscriptionNames([{ kind: 'https', url: 'https://u:p@alerts.example.com/key?token=1' }])).toEqual([
      'https alerts.example.com',
    ]);
  });
});

it('all of them are expected to be confirmed, beside the addresses', () => {
  const counted = synthesize(
    { emails: ['a@example.com'], subscriptions: [pager, { kind: 'https', url: 'https://a.example.com' }] },
    'Parapet',
    rules,
  );
  const { Environment } = properties(counted, 'AWS::Lambda::Function', 'EvaluatorFunction');
  expect(Environment).toMatchObject({ Variables: { EXPECTED_SUBSCRIPTIONS: '3' } });
});

it('without subscriptions there is no queue and no function of theirs', () => {
  const bare = JSON.stringify(synthesize({ subscriptions: [] }, 'Parapet', { guardrails: [], silences: [] }).toJSON());
  expect(bare).not.toContain('Forwarder');
});
