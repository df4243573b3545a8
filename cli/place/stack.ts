import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStacks,
  StackStatus,
} from '@aws-sdk/client-cloudformation';
import { clientDefaults } from '../../shared/adapters/aws-client.ts';
import { UsageError } from '../run-program.ts';

/** Which stack of Parapet is meant: by name, or with `true` the only one of the account and Region. */
export interface WhichStack {
  readonly stack: string | true;
  readonly region?: string | undefined;
}

/** What the CLI reads of a deployed stack: its outputs, as infra names them. */
export interface DeployedStack {
  readonly name: string;
  readonly output: (name: StackOutput) => string;
}

export type StackOutput = 'TableName' | 'EventsUrl';

/** How the description of each of our stacks begins. */
export const STACK_DESCRIPTION = 'Parapet: ';

/** Asks CloudFormation, with the credentials that the AWS CLI would take. */
export const findStack = async ({ stack, region }: WhichStack): Promise<DeployedStack> => {
  const client = new CloudFormationClient({ ...clientDefaults, ...(region === undefined ? undefined : { region }) });
  try {
    return await read(client, stack === true ? await onlyName(client) : stack);
  } finally {
    client.destroy();
  }
};

const read = async (client: CloudFormationClient, name: string): Promise<DeployedStack> => {
  const { Stacks: [found] = [] } = await client.send(new DescribeStacksCommand({ StackName: name })).catch((cause) => {
    throw new Error(
      `The stack ${name} could not be read; expected its name, its --region and cloudformation:DescribeStacks`,
      { cause },
    );
  });
  const outputs = new Map(found?.Outputs?.map(({ OutputKey: key, OutputValue: value }) => [key, value]));
  return {
    name,
    output: (key) => {
      const value = outputs.get(key);
      if (value === undefined) throw new Error(`The stack ${name} has no output ${key}: it is no stack of Parapet`);
      return value;
    },
  };
};

/** By the description, which the list holds: outputs would have to be asked of every stack of the account. */
const onlyName = async (client: CloudFormationClient): Promise<string> => {
  const names = await ourNames(client).catch((cause) => {
    throw new Error(
      'Which stacks there are could not be read; expected a --region and cloudformation:ListStacks. Without them say which is meant with --stack <name>',
      { cause },
    );
  });
  const [name, ...others] = names;
  const region = await client.config.region();
  if (name === undefined)
    throw new Error(
      `There is no stack of Parapet in ${region}; expected the --region and the account that it is deployed to`,
    );
  if (others.length > 0)
    throw new UsageError(
      `Expected --stack <name>, for there are ${names.length} stacks of Parapet in ${region}: ${names.join(', ')}`,
    );
  return name;
};

const ourNames = async (client: CloudFormationClient): Promise<string[]> => {
  const names: string[] = [];
  for await (const { StackSummaries: stacks = [] } of paginateListStacks({ client }, { StackStatusFilter: deployed })) {
    for (const { StackName: name, TemplateDescription: description } of stacks)
      if (name !== undefined && description?.startsWith(STACK_DESCRIPTION) === true) names.push(name);
  }
  return names.sort();
};

/** CloudFormation lists a deleted stack for 90 days, and one that never came to be until somebody deletes it. */
const notThere: readonly StackStatus[] = [
  'REVIEW_IN_PROGRESS',
  'CREATE_IN_PROGRESS',
  'CREATE_FAILED',
  'ROLLBACK_IN_PROGRESS',
  'ROLLBACK_FAILED',
  'ROLLBACK_COMPLETE',
  'DELETE_IN_PROGRESS',
  'DELETE_COMPLETE',
];
const deployed = Object.values(StackStatus).filter((status) => !notThere.includes(status));
