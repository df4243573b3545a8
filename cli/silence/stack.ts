import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { clientDefaults } from '../../shared/adapters/aws-client.ts';

/** The output of the stack in infra that names its table. */
const OUTPUT = 'TableName';

/** The table of a deployed stack, as its outputs name it. */
export const tableOfStack = async (stack: string, region: { readonly region?: string }): Promise<string> => {
  const client = new CloudFormationClient({ ...clientDefaults, ...region });
  try {
    const { Stacks: stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const table = stacks[0]?.Outputs?.find(({ OutputKey: key }) => key === OUTPUT)?.OutputValue;
    if (table !== undefined) return table;
  } catch (error) {
    throw new Error(
      `The stack ${stack} could not be read; expected its name, its --region and cloudformation:DescribeStacks`,
      {
        cause: error,
      },
    );
  } finally {
    client.destroy();
  }
  throw new Error(`The stack ${stack} has no output ${OUTPUT}: it is no stack of Parapet`);
};
