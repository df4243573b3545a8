import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientDefaults, type Endpoint } from '../aws-client.ts';

export const dynamoClient = (endpoint: Endpoint = {}): DynamoDBClient =>
  new DynamoDBClient({ ...clientDefaults, ...endpoint });

/** The table that an adapter reads and writes, and the client that reaches it. */
export interface Table {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}
