import { mkdir } from 'node:fs/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { localAws, loopback } from './aws-config.ts';
import { closeServer, listenOnLoopback } from './listen.ts';

export interface LocalDynamoDb {
  readonly endpoint: string;
  readonly tableName: string;
  stop(): Promise<void>;
}

export interface LocalDynamoDbOptions {
  readonly tableName: string;
  /** Kept on disk here; in memory without it. */
  readonly dataDir?: string;
}

/** dynalite: DynamoDB's wire protocol over LevelDB, in this process. It has no TTL: what expired stays, and every read has to filter it, as on AWS. */
export const startDynamoDb = async ({ tableName, dataDir }: LocalDynamoDbOptions): Promise<LocalDynamoDb> => {
  if (dataDir !== undefined) await mkdir(dataDir, { recursive: true });
  const server = dynalite({ createTableMs: 0, ...(dataDir === undefined ? {} : { path: dataDir }) });
  const port = await listenOnLoopback(server, 0);
  const endpoint = `http://${loopback}:${port}`;
  const stop = () => closeServer(server);
  try {
    await createTableOnce(endpoint, tableName);
  } catch (error) {
    await stop().catch(() => undefined);
    throw new Error(`The embedded DynamoDB did not start${dataDir === undefined ? '' : ` on ${dataDir}`}`, {
      cause: error,
    });
  }
  return { endpoint, tableName, stop };
};

/** The same keys as the table in infra: one table, two strings. */
export const createTable = async (client: DynamoDBClient, tableName: string): Promise<void> => {
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
    }),
  );
  await untilActive(client, tableName);
};

/** A table that is still being made answers 'not found'. The embedded engines make one within a few requests. */
const untilActive = async (client: DynamoDBClient, tableName: string): Promise<void> => {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const { Table: table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    if (table?.TableStatus === 'ACTIVE') return;
  }
  throw new Error(`table ${tableName}: expected it to be active, and it was not after ${MOST_ATTEMPTS} requests`);
};

const MOST_ATTEMPTS = 1_000;

const createTableOnce = async (endpoint: string, tableName: string): Promise<void> => {
  const client = new DynamoDBClient({ ...localAws(endpoint), maxAttempts: 1 });
  try {
    await createTable(client, tableName);
  } catch (error) {
    // The table of an earlier run: that is what the data directory is for.
    if (!(error instanceof ResourceInUseException)) throw error;
  } finally {
    client.destroy();
  }
};
