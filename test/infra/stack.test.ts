import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { buildStack, synthesize, target } from './synth.ts';

const template = synthesize();

describe('outputs', () => {
  const outputs = template.findOutputs('*') as Record<string, { Value: unknown; Description: string }>;

  it.each([
    ['EventsUrl', 'HttpIngestApi/v1/events'],
    ['EventQueueUrl', 'QueueIngestQueue'],
    ['AlertTopicArn', 'AlertsTopic'],
    ['TableName', 'StoreTable'],
    ['EvaluateFunctionName', 'EvaluatorFunction'],
    ['ProducerPolicyArn', 'ProducerAccessPolicy'],
    ['OperatorPolicyArn', 'OperatorAccessPolicy'],
  ])('%s is %s', (name, expected) => {
    expect(target(outputs[name]?.Value)).toBe(expected);
  });

  it('are seven, each with a line of what it is for', () => {
    expect(Object.values(outputs).map(({ Description }) => Description.length > 10)).toEqual(Array(7).fill(true));
  });

  it('give the address of the API, not its id', () => {
    expect(JSON.stringify(outputs['EventsUrl'])).toContain('ApiEndpoint');
  });
});

describe('without email addresses', () => {
  const unheard = Match.stringLikeRegexp('No email addresses given');

  it('synth warns that nobody hears of an incident', () => {
    expect(Annotations.fromStack(buildStack({ emails: [] })).findWarning('*', unheard)).toHaveLength(1);
  });

  it('and does not warn with one', () => {
    expect(Annotations.fromStack(buildStack({ emails: ['a@example.com'] })).findWarning('*', unheard)).toEqual([]);
  });
});

it('no account or Region is fixed, so that synth works without either', () => {
  expect(buildStack().environment).toBe('aws://unknown-account/unknown-region');
});
