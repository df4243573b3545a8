import { expect, it } from 'vitest';
import type { Subscription } from '../../infra/settings/subscription.ts';
import { everything } from './everything.ts';
import { deployed } from './iam/deployed.ts';

/** What IAM takes: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html. */
const MOST_CHARACTERS = 6144;
/** CloudFormation puts as many behind each name, and a stack may be called more than `Parapet`. */
const MORE_IN_A_NAME = 13 + 40;

const channels = (count: number): readonly Subscription[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'slack',
    parameter: `/parapet/slack/of-a-team-with-number-${index}`,
  }));

const policiesOf = (settings: Parameters<typeof deployed>[0]) =>
  deployed(settings)
    .all('AWS::IAM::ManagedPolicy')
    .filter(({ id }) => id.startsWith('OperatorAccess'))
    .map(({ properties }) => JSON.stringify(properties['PolicyDocument']));

it.each([
  ['of a stack without subscriptions is one', {}, 1],
  ['of one with everything are two', everything, 2],
  ['of one with 20 channels are more', { subscriptions: channels(20) }, 4],
] as const)('the policies for operators %s, none larger than IAM takes', (_, settings, count) => {
  const policies = policiesOf(settings);
  const sizes = policies.map(
    (text) => text.length + (text.match(/arn:aws:(sqs|sns|logs|lambda)/g)?.length ?? 0) * MORE_IN_A_NAME,
  );
  expect(sizes.filter((size) => size > MOST_CHARACTERS)).toEqual([]);
  expect(policies).toHaveLength(count);
});

it('with a key of the account they may use it, through the table and the queues only', () => {
  for (const policy of policiesOf({ ...everything, encryption: 'customer' })) {
    const { Statement: statements } = JSON.parse(policy) as { Statement: { Action: string; Condition?: unknown }[] };
    const ofKey = statements.filter(({ Action: action }) => [action].flat().some((each) => each.startsWith('kms:')));
    expect(ofKey.map(({ Condition: condition }) => condition)).toEqual([
      { StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' } },
      { StringLike: { 'kms:ViaService': 'sqs.*.amazonaws.com' } },
    ]);
  }
});
