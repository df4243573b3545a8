import { type AttributeValue, paginateQuery, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Table } from './client.ts';

/**
 * Every item of a query, page after page: DynamoDB ends a page at 1 MB, and the first page alone would look like all
 * there is. Strongly consistent: an eventually consistent read may miss what was acknowledged a moment ago.
 */
export const queryAll = async (
  { client, tableName }: Table,
  input: Pick<QueryCommandInput, 'KeyConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>,
): Promise<Record<string, AttributeValue>[]> => {
  const items: Record<string, AttributeValue>[] = [];
  for await (const page of paginateQuery({ client }, { ...input, TableName: tableName, ConsistentRead: true })) {
    items.push(...(page.Items ?? []));
  }
  return items;
};
