import { describe, expect, it } from 'vitest';
import { syntheticBatch } from '../../infra/synthetic-guardrail.ts';
import { properties, resource, resources, statements, synthesize, target } from './synth.ts';

const template = synthesize();
const schedule = properties(template, 'AWS::Scheduler::Schedule', 'SyntheticEventEachMinute');
const call = schedule['Target'] as Record<string, unknown>;

describe('the schedule of the synthetic event', () => {
  it('falls on each whole minute, is on, and has no window in which it may be late', () => {
    expect(schedule).toMatchObject({
      ScheduleExpression: 'cron(* * * * ? *)',
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
    });
  });

  it('sends a batch to the queue where payments come in', () => {
    expect(target(call['Arn'])).toBe('QueueIngestQueue');
    expect(JSON.parse(String(call['Input']))).toEqual(syntheticBatch('<aws.scheduler.scheduled-time>'));
  });

  it('gives an event up after 60 s and few tries, into a queue of its own', () => {
    expect(call['RetryPolicy']).toEqual({ MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 2 });
    expect(target((call['DeadLetterConfig'] as { Arn: unknown }).Arn)).toBe('SyntheticEventUndeliveredEvents');
  });

  it('may send to these two queues and nothing else, for this account only', () => {
    expect(target(call['RoleArn'])).toBe('SyntheticEventRole');
    expect(properties(template, 'AWS::IAM::Role', 'SyntheticEventRole')['AssumeRolePolicyDocument']).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'scheduler.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    });
    const allowed = statements(resource(template, 'AWS::IAM::Policy', 'SyntheticEventRoleDefaultPolicy'));
    expect(allowed.map(({ Action, Resource }) => [Action, [Resource].flat().map(target)])).toEqual([
      ['sqs:SendMessage', ['QueueIngestQueue', 'SyntheticEventUndeliveredEvents']],
    ]);
  });
});

it('nothing of it is there when it is off', () => {
  const off = synthesize({ syntheticEvent: false });
  const ids = [...resources(off, 'AWS::Scheduler::Schedule').keys(), ...resources(off, 'AWS::SQS::Queue').keys()];
  expect(ids.filter((id) => id.startsWith('SyntheticEvent'))).toEqual([]);
});
