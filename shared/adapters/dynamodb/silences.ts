import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { decodeSilence, encodeSilence, endOf } from '../../core/silence/silence-codec.ts';
import type { Silence } from '../../core/silence/silence.ts';
import { retention } from '../../core/retention.ts';
import type { EpochMs } from '../../core/units.ts';
import type { SilenceStore } from '../../ports/silences.ts';
import type { Table } from './client.ts';
import { keyAttributes } from './conditional-put.ts';
import { expiresAt, isExpired } from './expiry.ts';
import { SILENCE_PARTITION, silenceKey } from './keys.ts';
import { queryAll } from './query.ts';

export const dynamoSilences = (table: Table): SilenceStore => ({
  read: async (asOf: EpochMs): Promise<readonly Silence[]> =>
    (await queryKept(table, asOf)).filter((item) => endsAt(item) > asOf).flatMap(fromItemOrNone),

  // Unconditional: whoever sets or ends a silence means it, and the last word holds.
  put: async (silence: Silence): Promise<void> => {
    const end = endOf(silence);
    const { client, tableName } = table;
    await client.send(
      new PutItemCommand({
        TableName: tableName,
        Item: {
          ...keyAttributes(silenceKey(silence.id)),
          silence: { S: encodeSilence(silence) },
          endsAt: { N: String(end) },
          ...expiresAt(end, retention.silence),
        },
      }),
    );
  },

  list: async (asOf: EpochMs): Promise<readonly Silence[]> =>
    (await queryKept(table, asOf))
      .map(fromItem)
      .sort((left, right) => endOf(right) - endOf(left) || (left.id < right.id ? -1 : 1)),
});

const queryKept = async (table: Table, asOf: EpochMs): Promise<Record<string, AttributeValue>[]> => {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: SILENCE_PARTITION } },
  });
  return items.filter((item) => !isExpired(item, asOf));
};

/** By an attribute of its own: what is over for good need not be read to be left out, whatever form it has. */
const endsAt = (item: Record<string, AttributeValue>): number => Number(item['endsAt']?.N ?? Number.POSITIVE_INFINITY);

const fromItemOrNone = (item: Record<string, AttributeValue>): Silence[] => {
  try {
    return [fromItem(item)];
  } catch {
    return [];
  }
};

const fromItem = (item: Record<string, AttributeValue>): Silence =>
  decodeSilence(item['sk']?.S ?? '', item['silence']?.S ?? '');
