import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { budgets } from '../../shared/budgets.ts';
import { type Alarm, alarmsOf, descriptionOf, everything, expressionOf, metricsOf } from './alarms.ts';
import { properties, resource, resources, statements, synthesize, target } from './synth.ts';

const template = synthesize({}, 'Parapet-staging');
const alarm = (id: string, from = template): Alarm => properties(from, 'AWS::CloudWatch::Alarm', `SelfWatch${id}`);

const evaluate = ['service=evaluate', 'stack=Parapet-staging'];
const ingest = ['service=ingest', 'stack=Parapet-staging'];
const evaluator = ['FunctionName=EvaluatorFunction'];
const lambdas = [['FunctionName=HttpIngestFunction'], ['FunctionName=QueueIngestFunction']];
const table = (Operation?: string) =>
  Operation === undefined ? ['TableName=StoreTable'] : ['Operation=' + Operation, 'TableName=StoreTable'];

/** What each reads, when it sounds ("2 of 3 x 300 s > 0"), what no data means, and whether it says that it is over. */
const expected = new Map<string, readonly [reads: readonly (readonly [string, readonly string[]])[], when: string]>([
  ['Heartbeat', [[['Parapet Heartbeat', evaluate]], 'Sum < 1, 5 of 5 x 60 s, missing: breaching, tells the end']],
  [
    'EvaluatorErrors',
    [[['AWS/Lambda Errors', evaluator]], 'Sum > 0, 3 of 15 x 60 s, missing: notBreaching, tells the end'],
  ],
  [
    'EvaluatorSlow',
    [[['AWS/Lambda Duration', evaluator]], 'Maximum >= 40000, 3 of 5 x 60 s, missing: notBreaching, tells the end'],
  ],
  [
    'UnreadableSegments',
    [[['Parapet SegmentsUnreadable', evaluate]], 'Sum > 0, 1 of 1 x 60 s, missing: notBreaching, tells the end'],
  ],
  [
    'MinutesBehind',
    [[['Parapet MinutesBehind', evaluate]], 'Maximum >= 30, 15 of 15 x 60 s, missing: breaching, tells the end'],
  ],
  [
    'GuardrailsUnmatched',
    [[['Parapet GuardrailsUnmatched', evaluate]], 'Maximum > 0, 3 of 3 x 300 s, missing: notBreaching, tells the end'],
  ],
  [
    'NotificationSetAside',
    [[['Parapet NotificationsSetAside', evaluate]], 'Sum > 0, 1 of 1 x 60 s, missing: notBreaching'],
  ],
  [
    'AlertsUndelivered',
    [
      [['AWS/SNS NumberOfNotificationsFailed', ['TopicName=AlertsTopic']]],
      'Sum > 0, 1 of 1 x 300 s, missing: notBreaching',
    ],
  ],
  [
    'AlertsLost',
    [
      [['AWS/SNS NumberOfNotificationsFailedToRedriveToDlq', ['TopicName=AlertsTopic']]],
      'Sum > 0, 1 of 1 x 300 s, missing: notBreaching',
    ],
  ],
  [
    'SubscriptionsMissing',
    [[['Parapet SubscriptionsMissing', evaluate]], 'Minimum > 0, 2 of 2 x 3600 s, missing: breaching, tells the end'],
  ],
  [
    'IngestUnavailable',
    [
      [['AWS/ApiGateway 5xx', ['ApiId=HttpIngestApi']]],
      'Sum > 0, 2 of 3 x 300 s, missing: notBreaching, tells the end',
    ],
  ],
  [
    'IngestErrors',
    [
      lambdas.map((of) => ['AWS/Lambda Errors', of] as const),
      'Sum > 0, 2 of 3 x 300 s, missing: notBreaching, tells the end',
    ],
  ],
  [
    'IngestThrottled',
    [
      lambdas.map((of) => ['AWS/Lambda Throttles', of] as const),
      'Sum > 0, 2 of 3 x 300 s, missing: notBreaching, tells the end',
    ],
  ],
  [
    'EventsLate',
    [
      [
        ['Parapet LateEvents', ingest],
        ['Parapet EventsStored', ingest],
      ],
      'Sum > 10, 1 of 1 x 3600 s, missing: notBreaching, tells the end',
    ],
  ],
  [
    'EventsRefused',
    [
      [
        ['Parapet EventsRefused', ingest],
        ['Parapet EventsStored', ingest],
      ],
      'Sum > 5, 1 of 1 x 900 s, missing: notBreaching, tells the end',
    ],
  ],
  [
    'EventsWaiting',
    [
      [['AWS/SQS ApproximateAgeOfOldestMessage', ['QueueName=QueueIngestQueue']]],
      'Maximum >= 600, 5 of 5 x 60 s, missing: notBreaching, tells the end',
    ],
  ],
  [
    'EventsExpiring',
    [
      [['AWS/SQS ApproximateAgeOfOldestMessage', ['QueueName=QueueIngestDeadLetters']]],
      'Maximum >= 172800, 1 of 1 x 900 s, missing: notBreaching',
    ],
  ],
  [
    'TableThrottled',
    [
      [
        ['AWS/DynamoDB ReadThrottleEvents', table()],
        ['AWS/DynamoDB WriteThrottleEvents', table()],
      ],
      'Sum > 0, 3 of 5 x 60 s, missing: notBreaching, tells the end',
    ],
  ],
  [
    'TableErrors',
    [
      [
        ['AWS/DynamoDB SystemErrors', table('PutItem')],
        ['AWS/DynamoDB SystemErrors', table('Query')],
      ],
      'Sum > 0, 3 of 5 x 60 s, missing: notBreaching, tells the end',
    ],
  ],
]);

const comparisons = new Map<unknown, string>([
  ['LessThanThreshold', '<'],
  ['GreaterThanThreshold', '>'],
  ['GreaterThanOrEqualToThreshold', '>='],
]);

const whenOf = (each: Alarm): string => {
  const { ComparisonOperator, Threshold, EvaluationPeriods: periods, DatapointsToAlarm: points = periods } = each;
  const [metric] = metricsOf(each);
  const at = `${String(metric?.stat)} ${comparisons.get(ComparisonOperator) ?? '?'} ${String(Threshold)}`;
  const over = `${String(points)} of ${String(periods)} x ${String(metric?.period)} s`;
  const end = each['OKActions'] === undefined ? '' : ', tells the end';
  return `${at}, ${over}, missing: ${String(each['TreatMissingData'])}${end}`;
};

describe('the alarm', () => {
  it.each([...expected])('%s reads what is said of it, and sounds then', (id, [reads, when]) => {
    const each = alarm(id);
    expect(metricsOf(each).map(({ name, of }) => [name, of])).toEqual(reads);
    expect(whenOf(each)).toBe(when);
  });

  it('on the duration of a tick leaves a fifth of its time', () => {
    expect(alarm('EvaluatorSlow')['Threshold']).toBe(budgets.evaluateTimeout * 0.8);
  });

  it('on an expression counts what has no point as none, or one silent metric would silence all', () => {
    const used = alarmsOf(template).flatMap(([, each]) => expressionOf(each) ?? []);
    expect(used).toHaveLength(6);
    for (const expression of used) {
      const names = expression.match(/\b[a-z][a-z0-9]*\b/g) ?? [];
      expect(names.length).toBeGreaterThan(1);
      expect(expression.match(/FILL\([a-z][a-z0-9]*, 0\)/g)).toHaveLength(names.length);
    }
  });

  it('on a share says nothing of few events', () => {
    expect(expressionOf(alarm('EventsLate'))).toBe(
      'IF((FILL(stored, 0)) >= 100, 100 * FILL(late, 0) / (FILL(stored, 0)), 0)',
    );
    expect(expressionOf(alarm('EventsRefused'))).toMatch(/>= 100, 100 \* FILL\(refused, 0\) \/ \(FILL\(stored, 0\) \+/);
  });

  it('on a stream is there where events come from one', () => {
    const each = alarm('StreamBehind', everything);
    expect(metricsOf(each)).toEqual([
      { name: 'AWS/Lambda IteratorAge', of: ['FunctionName=StreamIngestFunction'], stat: 'Maximum', period: 60 },
    ]);
    expect(whenOf(each)).toContain('>= 600000, 5 of 5');
    expect(metricsOf(alarm('IngestErrors', everything))).toHaveLength(3);
  });
});

it('an alarm names what to look at in the words of its own stack', () => {
  expect(descriptionOf(alarm('Heartbeat'))).toMatch(/Read the log of the function EvaluatorFunction\. Runbook:/);
  expect(descriptionOf(alarm('DeadLettersEvaluatorFailedTicks'))).toContain('Read one of EvaluatorFailedTicks');
});

it('these and one for each dead-letter queue are all alarms', () => {
  const others = alarmsOf(template).flatMap(([id]) => (expected.has(id.replace('SelfWatch', '')) ? [] : [id]));
  expect(others.sort()).toEqual([
    'SelfWatchDeadLettersEvaluatorFailedTicks',
    'SelfWatchDeadLettersEvaluatorUndeliveredTicks',
    'SelfWatchDeadLettersQueueIngestDeadLetters',
    'SelfWatchDeadLettersSyntheticEventUndeliveredEvents',
  ]);
});

describe('whom the alarms tell', () => {
  const toldOver = (from: Template) =>
    new Set(
      alarmsOf(from).flatMap(([, each]) => [[each['AlarmActions']], [each['OKActions'] ?? []]].flat(2).map(target)),
    );

  it('is the topic of incidents, where nobody else is named', () => {
    expect(toldOver(template)).toEqual(new Set(['AlertsTopic']));
    expect([...resources(template, 'AWS::SNS::Topic').keys()]).toEqual(['AlertsTopic']);
  });

  it('is a topic of their own, where somebody is', () => {
    expect(toldOver(everything)).toEqual(new Set(['SelfWatchOwnTopic']));
    const subscribed = [...resources(everything, 'AWS::SNS::Subscription').values()]
      .filter(({ Properties }) => target(Properties['TopicArn']) === 'SelfWatchOwnTopic')
      .map(({ Properties }) => [Properties['Protocol'], Properties['Endpoint']]);
    expect(subscribed).toEqual([['email', 'ops@example.com']]);
  });

  it('lets alarms of this account publish, which a topic policy of our own takes from them', () => {
    const policy = resource(everything, 'AWS::SNS::TopicPolicy', 'SelfWatchOwnTopicPolicy');
    expect(statements(policy).filter(({ Effect }) => Effect === 'Allow')).toEqual([
      expect.objectContaining({
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    ]);
    expect(statements(policy).map(({ Resource }) => target(Resource))).toEqual([
      'SelfWatchOwnTopic',
      'SelfWatchOwnTopic',
    ]);
  });

  it('is said in the alarms on the topic that they tell it over', () => {
    const saying = (from: Template) =>
      alarmsOf(from).flatMap(([id, each]) =>
        descriptionOf(each).includes('without watchEmails nobody hears of it') ? [id] : [],
      );
    expect(saying(template)).toEqual([
      'SelfWatchAlertsUndelivered',
      'SelfWatchAlertsLost',
      'SelfWatchSubscriptionsMissing',
    ]);
    expect(saying(everything)).toEqual([]);
  });
});

describe('what only the evaluator can tell', () => {
  const environment = (from = template) =>
    (properties(from, 'AWS::Lambda::Function', 'EvaluatorFunction')['Environment'] as { Variables: unknown }).Variables;

  it('it may ask SNS for, and knows how many subscriptions the stack has made', () => {
    expect(environment()).toMatchObject({ EXPECTED_SUBSCRIPTIONS: '1' });
    const made = [...resources(everything, 'AWS::SNS::Subscription').values()].filter(
      ({ Properties }) => target(Properties['TopicArn']) === 'AlertsTopic',
    );
    expect(made).toHaveLength(3);
    expect(environment(everything)).toMatchObject({ EXPECTED_SUBSCRIPTIONS: '3' });
    const policy = resource(template, 'AWS::IAM::Policy', 'EvaluatorFunctionRoleDefaultPolicy');
    const asks = statements(policy).filter(({ Action }) => [Action].flat().includes('sns:GetTopicAttributes'));
    expect(asks.map(({ Resource }) => target(Resource))).toEqual(['AlertsTopic']);
  });

  it('are the values of guardrails, where they are metrics', () => {
    expect(environment()).toMatchObject({ GUARDRAIL_METRICS: 'on' });
    expect(environment(synthesize({ guardrailMetrics: false }))).toMatchObject({ GUARDRAIL_METRICS: 'off' });
  });
});
