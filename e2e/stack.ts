import {
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  UpdateTableCommand,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { type Aws, withClient } from './aws.ts';
import { destroy } from './cdk.ts';
import type { Session } from './session.ts';
import { leftAmong, resourcesOf, type StackResource, stackId, tablesAmong } from './stack-resources.ts';

/**
 * Deletes a stack and the tables that it would leave: what is in them is this run's own. Returns what stays all the same. A
 * stack whose deployment had not begun is no mistake.
 */
export const removeStack = async (session: Session, name: string): Promise<readonly string[]> => {
  const { aws } = session;
  const id = await stackId(aws, name);
  if (id === undefined) return [];
  const before = await resourcesOf(aws, id);
  await destroy(session, name);
  if ((await stackId(aws, name)) !== undefined) return [`the stack ${name}`];
  const after = await resourcesOfDeleted(aws, id);
  // A deployment that was interrupted may have made its table after the first look.
  for (const table of new Set(tablesAmong([...before, ...after]))) await deleteTable(aws, table);
  return leftAmong(after);
};

/** AWS knows a deleted stack for 90 days; what does not, can't be asked. */
const resourcesOfDeleted = async (aws: Aws, id: string): Promise<readonly StackResource[]> => {
  try {
    return await resourcesOf(aws, id);
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') return [];
    throw error;
  }
};

/** Switches its protection off first. A table that went with its stack is no mistake. */
const deleteTable = ({ client: config }: Aws, TableName: string): Promise<void> =>
  withClient(new DynamoDBClient(config), async (client) => {
    try {
      const { Table: table } = await client.send(new DescribeTableCommand({ TableName }));
      if (table?.DeletionProtectionEnabled === true)
        await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
      if (table?.TableStatus !== 'DELETING') await client.send(new DeleteTableCommand({ TableName }));
      await waitUntilTableNotExists({ client, maxWaitTime: 300, minDelay: 2, maxDelay: 10 }, { TableName });
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  });
