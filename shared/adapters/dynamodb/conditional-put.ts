import {
  type AttributeValue,
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Table } from './client.ts';
import type { Key } from './keys.ts';

export type ConditionalPut =
  | { readonly kind: 'stored' }
  | { readonly kind: 'conflict'; readonly found: Record<string, AttributeValue> };

export interface Condition {
  readonly expression: string;
  readonly values?: Record<string, AttributeValue>;
}

export const keyAttributes = ({ pk, sk }: Key): { pk: AttributeValue; sk: AttributeValue } => ({
  pk: { S: pk },
  sk: { S: sk },
});

/**
 * Puts an item under a condition. When the condition fails the item is read again (the service can hand it back with
 * the error, the embedded engine can't): if `isOurs` says that it is what we were about to write, an earlier attempt of
 * ours was applied and only its answer got lost.
 */
export const conditionalPut = async (
  { client, tableName }: Table,
  key: Key,
  attributes: Record<string, AttributeValue>,
  condition: Condition,
  isOurs: (found: Record<string, AttributeValue>) => boolean,
): Promise<ConditionalPut> => {
  try {
    await client.send(
      new PutItemCommand({
        TableName: tableName,
        Item: { ...keyAttributes(key), ...attributes },
        ConditionExpression: condition.expression,
        ...(condition.values === undefined ? undefined : { ExpressionAttributeValues: condition.values }),
      }),
    );
    return { kind: 'stored' };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const found = await getItem({ client, tableName }, key);
    // An item that was there and is gone: nothing of ours deletes it, so that whoever did must be heard of.
    if (found === undefined)
      throw new Error(`${key.pk} ${key.sk}: the item that a write ran into is gone`, { cause: error });
    return isOurs(found) ? { kind: 'stored' } : { kind: 'conflict', found };
  }
};

export const getItem = async (
  { client, tableName }: Table,
  key: Key,
): Promise<Record<string, AttributeValue> | undefined> =>
  (await client.send(new GetItemCommand({ TableName: tableName, Key: keyAttributes(key), ConsistentRead: true }))).Item;
