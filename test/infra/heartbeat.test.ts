import { expect, it } from 'vitest';
import { properties, synthesize } from './synth.ts';

const environment = (heartbeatUrl?: string) =>
  properties(
    synthesize(heartbeatUrl === undefined ? {} : { heartbeatUrl }),
    'AWS::Lambda::Function',
    'EvaluatorFunction',
  )['Environment'];

it('evaluate knows the outside heartbeat where one was given', () => {
  expect(environment('https://beat.example.com/x')).toMatchObject({
    Variables: { HEARTBEAT_URL: 'https://beat.example.com/x' },
  });
  expect(environment()).not.toHaveProperty('Variables.HEARTBEAT_URL');
});
