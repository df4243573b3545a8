import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findStack, STACK_DESCRIPTION, type WhichStack } from '../../../cli/place/stack.ts';
import { errorText, UsageError } from '../../../cli/run-program.ts';
import { type StackFacts, startCloudFormation } from '../../support/cloudformation.ts';

let stop: () => Promise<void> = async () => undefined;
beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await stop();
});

const ours = (name: string, overrides: Partial<StackFacts> = {}): StackFacts => ({
  name,
  description: `${STACK_DESCRIPTION}alerts`,
  outputs: new Map([['TableName', `${name}-table`]]),
  ...overrides,
});
const others: readonly StackFacts[] = [
  { name: 'Shop' },
  { name: 'CDKToolkit', description: 'This stack includes resources needed to deploy AWS CDK apps' },
];

const find = async (stacks: readonly StackFacts[], which: WhichStack = { stack: true, region: 'eu-west-1' }) => {
  const { endpoint, stop: stopIt } = await startCloudFormation(stacks);
  stop = stopIt;
  vi.stubEnv('AWS_ENDPOINT_URL_CLOUDFORMATION', endpoint);
  return findStack(which);
};
const failure = async (...args: Parameters<typeof find>): Promise<[boolean, string]> => {
  const error: unknown = await find(...args).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return [error instanceof UsageError, errorText(error)];
};

describe('the stack that is meant', () => {
  it('is the one that is named, whatever others there are', async () => {
    const found = await find([ours('Parapet'), ours('Parapet-staging')], { stack: 'Parapet-staging' });
    expect([found.name, found.output('TableName')]).toEqual(['Parapet-staging', 'Parapet-staging-table']);
  });

  it('without a name is the only one of Parapet, on whatever page of the list', async () => {
    const found = await find([...others, ours('Parapet-eu'), { name: 'Zoo' }]);
    expect([found.name, found.output('TableName')]).toEqual(['Parapet-eu', 'Parapet-eu-table']);
  });

  it('without a name is none that was deleted or never came to be', async () => {
    const gone = ['DELETE_COMPLETE', 'ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS'].map((status) =>
      ours(`Parapet-${status}`, { status }),
    );
    expect((await find([...gone, ours('Parapet', { status: 'UPDATE_ROLLBACK_COMPLETE' })])).name).toBe('Parapet');
  });

  it('without a name must be named where there are several', async () => {
    expect(await failure([ours('Parapet-staging'), ...others, ours('Parapet')])).toEqual([
      true,
      'Expected --stack <name>, for there are 2 stacks of Parapet in eu-west-1: Parapet, Parapet-staging',
    ]);
  });

  it('without a name is missed where there is none', async () => {
    expect(await failure(others)).toEqual([
      false,
      'There is no stack of Parapet in eu-west-1; expected the --region and the account that it is deployed to',
    ]);
  });

  it('that is not there is told, and what is needed to see it', async () => {
    expect(await failure(others, { stack: 'Parapet' })).toEqual([
      false,
      'The stack Parapet could not be read; expected its name, its --region and cloudformation:DescribeStacks\n' +
        '  because: Stack with id Parapet does not exist',
    ]);
  });

  it('that is of something else is told', async () => {
    const shop = await find(others, { stack: 'Shop' });
    expect(() => shop.output('TableName')).toThrow('The stack Shop has no output TableName: it is no stack of Parapet');
  });
});

describe('without what the AWS CLI would need', () => {
  it('no stack can be looked for: the name helps on', async () => {
    const [, text] = await failure([], { stack: true, region: 'not a region' });
    expect(text).toMatch(
      /^Which stacks there are could not be read; expected a --region and cloudformation:ListStacks\. .*--stack <name>\n {2}because: /,
    );
  });
});
