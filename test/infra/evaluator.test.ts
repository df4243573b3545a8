import { describe, expect, it } from 'vitest';
import { properties, resources, synthesize, target } from './synth.ts';

const template = synthesize();

it('evaluate knows the topic and where its rules lie', () => {
  const { Environment } = properties(template, 'AWS::Lambda::Function', 'EvaluatorFunction');
  expect((Environment as { Variables: unknown }).Variables).toMatchObject({
    TOPIC_ARN: { Ref: expect.stringMatching(/^AlertsTopic/) },
    GUARDRAILS_FILE: '/var/task/guardrails.json',
  });
});

describe('a tick that fails in Lambda', () => {
  const config = properties(template, 'AWS::Lambda::EventInvokeConfig', 'EvaluatorFunctionEventInvokeConfig');

  it('is not repeated', () => {
    expect(config['MaximumRetryAttempts']).toBe(0);
  });

  it('is given up after 60 s', () => {
    expect(config['MaximumEventAgeInSeconds']).toBe(60);
  });

  it('goes to a queue of its own', () => {
    const { OnFailure } = config['DestinationConfig'] as { OnFailure: { Destination: unknown } };
    expect(target(OnFailure.Destination)).toBe('EvaluatorFailedTicks');
  });

  it('is a tick of evaluate: no other function is called asynchronously', () => {
    const configs = [...resources(template, 'AWS::Lambda::EventInvokeConfig').values()];
    expect(configs.map(({ Properties }) => target(Properties['FunctionName']))).toEqual(['EvaluatorFunction']);
  });
});

describe('the schedule', () => {
  const schedule = properties(template, 'AWS::Scheduler::Schedule', 'EvaluatorEachMinute');
  const call = schedule['Target'] as Record<string, unknown>;

  it('falls on each whole minute', () => {
    expect(schedule['ScheduleExpression']).toBe('cron(* * * * ? *)');
  });

  it('has no window in which it may be late', () => {
    expect(schedule['FlexibleTimeWindow']).toEqual({ Mode: 'OFF' });
  });

  it('is on', () => {
    expect(schedule['State']).toBe('ENABLED');
  });

  it('calls evaluate with the scheduled time, not the time of the call', () => {
    expect([target(call['Arn']), call['Input']]).toEqual([
      'EvaluatorFunction',
      '{"scheduledTime":"<aws.scheduler.scheduled-time>"}',
    ]);
  });

  it('gives a tick up after 60 s and few tries', () => {
    expect(call['RetryPolicy']).toEqual({ MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 2 });
  });

  it('puts what it could not deliver into a queue of its own', () => {
    expect(target((call['DeadLetterConfig'] as { Arn: unknown }).Arn)).toBe('EvaluatorUndeliveredTicks');
  });

  it('is called by Scheduler for this account only', () => {
    const role = properties(template, 'AWS::IAM::Role', target(call['RoleArn']));
    expect(role['AssumeRolePolicyDocument']).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'scheduler.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    });
  });
});
