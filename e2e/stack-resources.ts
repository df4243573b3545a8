import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { type Aws, withClient } from './aws.ts';

/** The ARN of a stack; nothing where there is none of this name. Once deleted, a stack is known by its ARN only. */
export const stackId = ({ client }: Aws, name: string): Promise<string | undefined> =>
  withClient(new CloudFormationClient(client), async (cloudFormation) => {
    try {
      const { Stacks: stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
      return stacks[0]?.StackId;
    } catch (error) {
      // CloudFormation has no error of its own for this: "Stack with id … does not exist".
      if (error instanceof Error && error.name === 'ValidationError') return undefined;
      throw error;
    }
  });

export type StackResource = Pick<StackResourceSummary, 'ResourceType' | 'PhysicalResourceId' | 'ResourceStatus'>;

export const resourcesOf = ({ client }: Aws, id: string): Promise<readonly StackResource[]> =>
  withClient(new CloudFormationClient(client), async (cloudFormation) => {
    const found: StackResource[] = [];
    for await (const page of paginateListStackResources({ client: cloudFormation }, { StackName: id }))
      found.push(...(page.StackResourceSummaries ?? []));
    return found;
  });

/** Names of the tables among them, whether they are still there or not. */
export const tablesAmong = (resources: readonly StackResource[]): readonly string[] =>
  resources.filter(isTable).flatMap(({ PhysicalResourceId: name }) => (name === undefined ? [] : [name]));

/** What outlives its stack, in words, but for tables. */
export const leftAmong = (resources: readonly StackResource[]): readonly string[] =>
  resources
    .filter((resource) => !isTable(resource) && /^DELETE_(SKIPPED|FAILED)$/.test(resource.ResourceStatus ?? ''))
    .map(({ ResourceType: type = 'something', PhysicalResourceId: name = '' }) => `${type} ${name}`);

const isTable = ({ ResourceType: type }: StackResource): boolean =>
  type === 'AWS::DynamoDB::GlobalTable' || type === 'AWS::DynamoDB::Table';
