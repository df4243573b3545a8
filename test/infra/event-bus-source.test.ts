import { describe, expect, it } from 'vitest';
import type { EventBridgeSource } from '../../infra/settings/settings.ts';
import { limits } from '../../shared/core/limits.ts';
import { properties, resources, statements, synthesize, target } from './synth.ts';

const withSource = (eventBridge: EventBridgeSource) => synthesize({ sources: { eventBridge } });
const ruleOf = (from: ReturnType<typeof withSource>) => properties(from, 'AWS::Events::Rule', 'EventBusSourceRule');

const template = withSource({ source: ['com.example.payments'] });
const rule = ruleOf(template);
const [call = {}, ...others] = rule['Targets'] as Record<string, unknown>[];

it('there is none where no bus is named', () => {
  const without = synthesize();
  expect(resources(without, 'AWS::Events::Rule').size).toBe(0);
  expect([...resources(without, 'AWS::SQS::Queue').keys()].filter((id) => id.startsWith('EventBus'))).toEqual([]);
});

const buses = new Map<string, readonly [string | undefined, string | undefined]>([
  ['the default bus, which has no name to give', [undefined, undefined]],
  ['a bus by its name', ['payments', 'payments']],
  [
    'a bus by its ARN, whole: it says whose bus it is',
    [
      'arn:aws:events:eu-west-1:123456789012:event-bus/payments',
      'arn:aws:events:eu-west-1:123456789012:event-bus/payments',
    ],
  ],
]);

it.each([...buses])('the rule is one of %s', (_, [bus, expected]) => {
  const given = { source: ['com.example.payments'], ...(bus === undefined ? undefined : { bus }) };
  expect(ruleOf(withSource(given))['EventBusName']).toBe(expected);
});

const patterns = new Map<string, readonly [EventBridgeSource, object]>([
  ['sources', [{ source: ['a', 'b'] }, { source: ['a', 'b'] }]],
  ['detail types', [{ detailType: ['Payment'] }, { 'detail-type': ['Payment'] }]],
  [
    'both, of which both must hold',
    [
      { source: ['a'], detailType: ['Payment'] },
      { source: ['a'], 'detail-type': ['Payment'] },
    ],
  ],
]);

it.each([...patterns])('the rule matches %s', (_, [source, pattern]) => {
  expect(ruleOf(withSource(source))['EventPattern']).toEqual(pattern);
});

describe('an event that matches', () => {
  it('goes to the event queue and nowhere else', () => {
    expect([target(call['Arn']), others]).toEqual(['QueueIngestQueue', []]);
  });

  it('goes as it is', () => {
    expect(call).not.toHaveProperty('Input');
    expect(call).not.toHaveProperty('InputPath');
    expect(call).not.toHaveProperty('InputTransformer');
  });

  it('is tried for a day, which ends before events are too old to count', () => {
    expect(call['RetryPolicy']).toEqual({ MaximumEventAgeInSeconds: 24 * 60 * 60, MaximumRetryAttempts: 185 });
    expect(24 * 60 * 60 * 1000).toBeLessThan(limits.acceptedAge);
  });

  it('that could not be delivered waits in a queue of its own for 14 days', () => {
    const { Arn: queue } = call['DeadLetterConfig'] as { Arn: unknown };
    expect(target(queue)).toBe('EventBusSourceUndelivered');
    const kept = properties(template, 'AWS::SQS::Queue', target(queue))['MessageRetentionPeriod'];
    expect(kept).toBe(14 * 24 * 60 * 60);
  });
});

describe.each(['QueueIngestQueue', 'EventBusSourceUndelivered'])('the policy of %s', (queue) => {
  const policy = statements(
    [...resources(template, 'AWS::SQS::QueuePolicy').values()].find(({ Properties }) =>
      (Properties['Queues'] as unknown[]).map(target).includes(queue),
    ) ?? { Properties: { PolicyDocument: { Statement: [] } } },
  );

  it('lets this rule send, and no other', () => {
    expect(policy.filter(({ Effect }) => Effect === 'Allow')).toEqual([
      {
        Sid: 'AllowRule',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(`^${queue}`), 'Arn'] },
        Condition: {
          ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/^EventBusSourceRule/), 'Arn'] } },
        },
      },
    ]);
  });

  it('still refuses what does not come over TLS', () => {
    expect(policy).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });
});
