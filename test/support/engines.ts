import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localAws } from '../../cli/local/aws-config.ts';
import { createTable, startDynamoDb } from '../../cli/local/dynamodb.ts';
import type { Table } from '../../shared/adapters/dynamodb/client.ts';
import { startDynamoDbLocal, whyNoDynamoDbLocal } from './dynamodb-local/start.ts';

/** A running DynamoDB, which gives each test a table of its own. */
export interface Engine {
  table(): Promise<Table>;
  stop(): Promise<void>;
}

interface EngineUnderTest {
  readonly name: string;
  /** Why it can't be run on this machine. */
  readonly skip: string | undefined;
  start(): Promise<Engine>;
}

/** The DynamoDB engines that the adapters must work on. */
export const engines: readonly EngineUnderTest[] = [
  {
    name: 'the embedded engine (dynalite)',
    skip: undefined,
    start: async () => {
      const { endpoint, stop } = await startDynamoDb({ tableName: 'unused' });
      const client = new DynamoDBClient(localAws(endpoint));
      return {
        table: () => aTable(client),
        stop: async () => {
          client.destroy();
          await stop();
        },
      };
    },
  },
  {
    name: 'DynamoDB Local',
    skip: whyNoDynamoDbLocal(),
    start: async () => {
      const { client, stop } = await startDynamoDbLocal();
      return { table: () => aTable(client), stop };
    },
  },
];

const aTable = async (client: DynamoDBClient): Promise<Table> => {
  const tableName = `parapet-${randomUUID()}`;
  await createTable(client, tableName);
  return { client, tableName };
};
