import { expect, it } from 'vitest';
import type { Call } from './call.ts';
import { simulate } from './simulate.ts';

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/payments';
const topic = 'arn:aws:sns:us-east-1:000000000000:alerts';
const put = (...partitions: readonly string[]): Call => ({ action: 'dynamodb:PutItem', resource: table, partitions });
const puts = {
  Effect: 'Allow',
  Action: 'dynamodb:PutItem',
  Resource: table,
  Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['STATE', 'SEG#*'] } },
} as const;
const publishes = { Effect: 'Allow', Action: 'sns:Publish', Resource: topic } as const;
const describes = (resource: string) =>
  ({ Effect: 'Allow', Action: 'cloudformation:DescribeStacks', Resource: resource }) as const;
const onlyWithTls = {
  Effect: 'Deny',
  Principal: '*',
  Action: 'sns:Publish',
  Resource: topic,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
} as const;

type Case = readonly [Parameters<typeof simulate>[0]['policies'][number]['Statement'][number], Call, boolean];
const stack = 'arn:aws:cloudformation:us-east-1:000000000000:stack/Parapet';

const cases = new Map<string, Case>([
  ['an item whose key is named is put', [puts, put('STATE'), true]],
  ['one whose key begins as a pattern does is put', [puts, put('SEG#2026-03-02T09#1'), true]],
  ['another is not', [puts, put('STATE#1'), false]],
  ['one among several that is not named refuses them all', [puts, put('STATE', 'TICK'), false]],
  ['an item of another table is not put', [puts, { ...put('STATE'), resource: `${table}-2` }, false]],
  ['another action is not taken', [puts, { ...put('STATE'), action: 'dynamodb:DeleteItem' }, false]],
  ['a message to the topic is sent', [publishes, { action: 'sns:Publish', resource: topic }, true]],
  ['one without TLS is not', [publishes, { action: 'sns:Publish', resource: topic, isPlain: true }, false]],
  ['one to a phone, which is no resource, is not', [publishes, { action: 'sns:Publish', resource: '*' }, false]],
  [
    'a stack is read by its name',
    [describes(`${stack}/*`), { action: 'cloudformation:DescribeStacks', resource: `${stack}/1` }, true],
  ],
  ['all stacks are not', [describes(`${stack}/*`), { action: 'cloudformation:DescribeStacks', resource: '*' }, false]],
  [
    'all stacks are where all are named',
    [describes('*'), { action: 'cloudformation:DescribeStacks', resource: '*' }, true],
  ],
]);

it.each([...cases])('%s', async (_, [statement, call, isAllowed]) => {
  const policy = { Version: '2012-10-17', Statement: [statement] };
  const principal = { id: 'role', arn: 'arn:aws:iam::000000000000:role/role', policies: [policy] };
  const onTopic = new Map([[topic, { Version: '2012-10-17', Statement: [onlyWithTls] }]]);
  expect((await simulate(principal, call, onTopic)).isAllowed).toBe(isAllowed);
});

it('what the simulator does not know is no denial', async () => {
  const principal = { id: 'role', arn: 'arn:aws:iam::000000000000:role/role', policies: [] };
  const unknown = { action: 'dynamodb:PutItems', resource: table };
  await expect(simulate(principal, unknown, new Map())).rejects.toThrow('the simulator answers');
  await expect(
    simulate(principal, { action: 'sns:Publish', resource: topic, partitions: ['STATE'] }, new Map()),
  ).rejects.toThrow('the simulator does not know dynamodb:LeadingKeys of it');
});
