import {
  type AttributeValue,
  BatchWriteItemCommand,
  PutItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { compiledEventSchema, eventSchema, type RawEvent } from '../../shared/core/event/schema.ts';
import { type EpochMinute, epochMs, minuteOf } from '../../shared/core/units.ts';

/** What one would do instead: each event an item of its own, under a key that makes a retry overwrite itself. */
export type Item = Record<string, AttributeValue>;

/** Checks each event of a body with the schema of ours, as plain zod or as the code that it generates. */
export const readWithZod = (text: string, how: 'plain' | 'compiled'): RawEvent[] => {
  const schema = how === 'plain' ? eventSchema : compiledEventSchema;
  const { events } = JSON.parse(text) as { events: readonly unknown[] };
  return events.flatMap((raw) => {
    const checked = schema.safeParse(raw);
    return checked.success ? [checked.data] : [];
  });
};

/** Marshalled by hand, which takes less time than a library that does it for anything, and without a map of attributes, less bytes. */
export const itemOf = (event: RawEvent): Item => {
  const time = typeof event.time === 'string' ? event.time : new Date(event.time).toISOString();
  return {
    pk: { S: partitionOf(minuteOf(epochMs(Date.parse(time)))) },
    sk: { S: `${event.source ?? ''}#${event.id}` },
    time: { S: time },
    ...(event.outcome === undefined ? undefined : { outcome: { S: event.outcome } }),
    ...(event.fraud === undefined ? undefined : { fraud: { N: event.fraud ? '1' : '0' } }),
    ...(event.latencyMs === undefined ? undefined : { latencyMs: { N: String(event.latencyMs) } }),
    ...(event.amount === undefined ? undefined : { amount: { N: String(event.amount) } }),
    ...(event.currency === undefined ? undefined : { currency: { S: event.currency } }),
    ...Object.fromEntries(
      Object.entries(event.attributes ?? {}).map(([name, value]) => [
        `a.${name}`,
        typeof value === 'number' ? { N: String(value) } : { S: String(value) },
      ]),
    ),
  };
};

export const partitionOf = (minute: EpochMinute): string => `EVENT#${minute}`;

/** The most that DynamoDB takes in one call. */
const ITEMS_PER_CALL = 25;

export const batchWrites = (tableName: string, items: readonly Item[]): BatchWriteItemCommand[] =>
  Array.from({ length: Math.ceil(items.length / ITEMS_PER_CALL) }, (_, index) => {
    const requests: WriteRequest[] = items
      .slice(index * ITEMS_PER_CALL, (index + 1) * ITEMS_PER_CALL)
      .map((item) => ({ PutRequest: { Item: item } }));
    return new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } });
  });

/** Only where the event is not there yet, so that a retry counts nothing twice and a conflict is seen. */
export const conditionalPut = (tableName: string, item: Item): PutItemCommand =>
  new PutItemCommand({ TableName: tableName, Item: item, ConditionExpression: 'attribute_not_exists(pk)' });
