import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { EncodedSegment } from '../../core/segment/encoded-segment.ts';
import { addMinutes, type EpochMinute, epochMinute, type EpochMs, startOf } from '../../core/units.ts';
import type { MinuteSegments, PutOutcome, SegmentStore, StoredSegment } from '../../ports/segments.ts';
import { retention } from '../../core/retention.ts';
import type { Table } from './client.ts';
import { expiresAt, isExpired } from './expiry.ts';
import { parseSegmentSort, segmentKey, segmentRanges } from './keys.ts';
import { queryAll } from './query.ts';

/** Minutes read in one round: enough to keep the queries few, few enough to keep one round's segments in memory. */
const MINUTES_PER_READ = 10;

export const dynamoSegments = (table: Table): SegmentStore => ({
  // PutItem and not BatchWriteItem: each item has an error of its own, and what was throttled is not handed back in a 200.
  put: async (segments: readonly EncodedSegment[], signal?: AbortSignal): Promise<PutOutcome> => {
    const writes = await Promise.allSettled(
      segments.map((segment) =>
        table.client.send(
          new PutItemCommand({ TableName: table.tableName, Item: toItem(segment) }),
          signal === undefined ? {} : { abortSignal: signal },
        ),
      ),
    );
    const failures = writes.filter((write) => write.status === 'rejected').map(({ reason }): unknown => reason);
    return { stored: writes.length - failures.length, failures };
  },

  read: async function* (from: EpochMinute, to: EpochMinute, asOf: EpochMs): AsyncIterable<MinuteSegments> {
    for (let start = from; start < to; start = addMinutes(start, MINUTES_PER_READ)) {
      const end = epochMinute(Math.min(start + MINUTES_PER_READ, to));
      const byMinute = Map.groupBy(await readRange(table, start, end, asOf), ({ minute }) => minute);
      for (let minute = start; minute < end; minute = addMinutes(minute, 1)) {
        const segments = byMinute.get(minute);
        if (segments !== undefined) yield { minute, segments };
      }
    }
  },
});

const readRange = async (table: Table, from: EpochMinute, to: EpochMinute, asOf: EpochMs): Promise<StoredSegment[]> => {
  const partitions = await Promise.all(
    segmentRanges(from, to).map(({ pk, first, last }) =>
      queryAll(table, {
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: { ':pk': { S: pk }, ':first': { S: first }, ':last': { S: last } },
      }),
    ),
  );
  return partitions
    .flat()
    .filter((item) => !isExpired(item, asOf))
    .map(fromItem);
};

const toItem = (segment: EncodedSegment): Record<string, AttributeValue> => {
  const { pk, sk } = segmentKey(segment.minute, segment.id);
  return {
    pk: { S: pk },
    sk: { S: sk },
    v: { N: String(segment.version) },
    n: { N: String(segment.count) },
    data: { B: segment.data },
    ...expiresAt(startOf(segment.minute), retention.segment),
  };
};

// What is missing or of another type becomes an empty segment, which the codec refuses as corrupt and the tick counts.
const fromItem = (item: Record<string, AttributeValue>): StoredSegment => ({
  ...parseSegmentSort(item['sk']?.S ?? ''),
  version: Number(item['v']?.N ?? 0),
  data: item['data']?.B ?? new Uint8Array(),
});
