import { describe, expect, test } from 'vitest';
import { readOutputs } from '../../e2e/outputs.ts';

const outputs = {
  EventsUrl: 'https://a1b2.execute-api.eu-central-1.amazonaws.com/v1/events',
  EventQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/queue',
  AlertTopicArn: 'arn:aws:sns:eu-central-1:111122223333:topic',
  TableName: 'table',
};
const file = (of: object): string => JSON.stringify({ Other: {}, 'Parapet-e2e-abc': of });

describe('the outputs file of the CDK CLI', () => {
  test('tells where the stack is reached, beside what is not needed here', () => {
    expect(readOutputs(file({ ...outputs, DashboardUrl: 'https://example.com' }), 'Parapet-e2e-abc')).toEqual(outputs);
  });

  const refused = new Map<string, [object, RegExp]>([
    ['an output that is missing', [{ ...outputs, AlertTopicArn: undefined }, /AlertTopicArn: /]],
    ['an output that is not an address', [{ ...outputs, EventsUrl: '/v1/events' }, /EventsUrl: /]],
    ['no outputs at all', [{}, /EventsUrl: [^]*TableName: /]],
  ]);
  test.each([...refused])('is refused for %s', (_, [of, message]) => {
    expect(() => readOutputs(file(of), 'Parapet-e2e-abc')).toThrow(message);
  });

  test('is refused where it is of another stack, which is named', () => {
    expect(() => readOutputs(JSON.stringify({ Parapet: outputs }), 'Parapet-e2e-abc')).toThrow(
      /outputs of Parapet-e2e-abc .* got those of Parapet\n/,
    );
  });
});
