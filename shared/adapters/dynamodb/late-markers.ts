import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  paginateQuery,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { retention } from '../../core/retention.ts';
import { addMinutes, epochMs, type EpochMs, minuteOf, startOf } from '../../core/units.ts';
import type { LateMarker, LateMarkers } from '../../ports/late-markers.ts';
import type { PutOutcome } from '../../ports/segments.ts';
import type { Table } from './client.ts';
import { keyAttributes } from './conditional-put.ts';
import { expiresAt } from './expiry.ts';
import { lateMarkerKey, lateMarkerRanges, parseSegmentSort } from './keys.ts';

export const dynamoLateMarkers = (table: Table): LateMarkers => ({
  mark: async (markers: readonly LateMarker[], signal?: AbortSignal): Promise<PutOutcome> => {
    const writes = await Promise.allSettled(markers.map((marker) => markOne(table, marker, signal)));
    const failures = writes.filter((write) => write.status === 'rejected').map(({ reason }): unknown => reason);
    return { stored: writes.length - failures.length, failures };
  },

  read: async (asOf: EpochMs, most: number): Promise<readonly LateMarker[]> => {
    // By the key, not by `expiresAt`: expired ones that lie there still would take the places of those that wait.
    const oldest = addMinutes(minuteOf(epochMs(asOf - retention.segment)), 1);
    const shards = await Promise.all(
      lateMarkerRanges(oldest).map(({ pk, first }) => readShard(table, pk, first, most)),
    );
    return shards
      .flat()
      .sort((left, right) => left.minute - right.minute || (left.segment < right.segment ? -1 : 1))
      .slice(0, most);
  },

  remove: async ({ minute, segment, writtenAt }: LateMarker): Promise<void> => {
    const command = new DeleteItemCommand({
      TableName: table.tableName,
      Key: keyAttributes(lateMarkerKey(minute, segment)),
      ConditionExpression: 'writtenAt = :writtenAt',
      ExpressionAttributeValues: { ':writtenAt': { N: String(writtenAt) } },
    });
    await table.client.send(command).catch(passConditionFailed);
  },
});

/** A time that is as late or later lies there already where the condition fails: an earlier one must not take its place. */
const markOne = async (table: Table, marker: LateMarker, signal: AbortSignal | undefined): Promise<void> => {
  const { minute, segment, writtenAt } = marker;
  const time = { N: String(writtenAt) };
  const command = new PutItemCommand({
    TableName: table.tableName,
    Item: {
      ...keyAttributes(lateMarkerKey(minute, segment)),
      writtenAt: time,
      ...expiresAt(startOf(minute), retention.segment),
    },
    ConditionExpression: 'attribute_not_exists(pk) OR writtenAt < :writtenAt',
    ExpressionAttributeValues: { ':writtenAt': time },
  });
  await table.client.send(command, signal === undefined ? {} : { abortSignal: signal }).catch(passConditionFailed);
};

const passConditionFailed = (error: unknown): void => {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
};

/** The first of a shard, not all: after an outage more may wait than a tick can use. */
const readShard = async (
  { client, tableName }: Table,
  pk: string,
  first: string,
  most: number,
): Promise<LateMarker[]> => {
  const markers: LateMarker[] = [];
  if (most <= 0) return markers;
  const query = {
    TableName: tableName,
    KeyConditionExpression: 'pk = :pk AND sk >= :first',
    ExpressionAttributeValues: { ':pk': { S: pk }, ':first': { S: first } },
    ConsistentRead: true,
  };
  for await (const page of paginateQuery({ client, pageSize: most }, query)) {
    markers.push(...(page.Items ?? []).map(fromItem));
    if (markers.length >= most) break;
  }
  return markers;
};

const fromItem = (item: Record<string, AttributeValue>): LateMarker => {
  const { minute, id } = parseSegmentSort(item['sk']?.S ?? '');
  return { minute, segment: id, writtenAt: epochMs(Number(item['writtenAt']?.N ?? 0)) };
};
