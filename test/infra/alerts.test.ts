import { describe, expect, it } from 'vitest';
import { resources, resource, statements, synthesize, target } from './synth.ts';

const emailsOf = (emails: readonly string[]) =>
  [...resources(synthesize({ emails }), 'AWS::SNS::Subscription').values()].map(({ Properties }) => Properties);

describe('the topic', () => {
  const policy = resource(synthesize(), 'AWS::SNS::TopicPolicy', 'AlertsTopicPolicy');

  it('refuses what does not come over TLS', () => {
    expect(statements(policy)).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  it('lets the alarms of this account publish, and no one else without a policy of their own', () => {
    const allowed = statements(policy).filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toEqual([
      expect.objectContaining({
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    ]);
  });

  it('holds every statement against itself', () => {
    expect(statements(policy).map(({ Resource }) => target(Resource))).toEqual(['AlertsTopic', 'AlertsTopic']);
  });
});

describe('email subscriptions', () => {
  it('are counted, for those that should be confirmed', () => {
    const template = synthesize({ emails: ['a@example.com', 'b@example.com'] });
    const { Environment } = resource(template, 'AWS::Lambda::Function', 'EvaluatorFunction').Properties;
    expect(Environment).toMatchObject({ Variables: { EXPECTED_SUBSCRIPTIONS: '2' } });
  });

  it('are one for each address', () => {
    expect(emailsOf(['a@example.com', 'b@example.com'])).toEqual([
      { Protocol: 'email', Endpoint: 'a@example.com', TopicArn: expect.anything() },
      { Protocol: 'email', Endpoint: 'b@example.com', TopicArn: expect.anything() },
    ]);
  });
});
