import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Part } from '../../core/rollup/part.ts';
import { retention } from '../../core/retention.ts';
import { type EpochMinute, epochMinute, type EpochMs, startOf } from '../../core/units.ts';
import type { RollupStore, RollupUnit, StoredRollup } from '../../ports/rollups.ts';
import type { Table } from './client.ts';
import { type Condition, conditionalPut, getItem } from './conditional-put.ts';
import { expiresAt, isExpired } from './expiry.ts';
import { parseRollupSort, rollupKey, rollupRange, sealKey } from './keys.ts';
import { queryAll } from './query.ts';

type PartKey = Pick<Part, 'id' | 'by'>;

export const dynamoRollups = (table: Table): RollupStore => ({
  read: async (
    part: PartKey,
    unit: RollupUnit,
    from: EpochMinute,
    to: EpochMinute,
    asOf: EpochMs,
  ): Promise<readonly StoredRollup[]> => {
    // DynamoDB refuses a range whose end comes before its start.
    if (from >= to) return [];
    const { pk, first, last } = rollupRange(part, unit, from, to);
    const items = await queryAll(table, {
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
      ExpressionAttributeValues: { ':pk': { S: pk }, ':first': { S: first }, ':last': { S: last } },
    });
    return items.filter((item) => !isExpired(item, asOf)).map(fromItem);
  },

  put: async (
    part: PartKey,
    unit: RollupUnit,
    { start, data }: Pick<StoredRollup, 'start' | 'data'>,
    version: number,
    writer: string,
  ): Promise<boolean> => {
    const next = String(version + 1);
    const outcome = await conditionalPut(
      table,
      rollupKey(part, unit, start),
      {
        ver: { N: next },
        writer: { S: writer },
        data: { B: data },
        ...expiresAt(startOf(start), unit === 'minute' ? retention.minuteRollup : retention.longRollup),
      },
      version === 0 ? NOT_THERE : { expression: 'ver = :ver', values: { ':ver': { N: String(version) } } },
      (found) => found['writer']?.S === writer && found['ver']?.N === next,
    );
    return outcome.kind === 'stored';
  },

  sealedThrough: async (): Promise<EpochMinute | undefined> => {
    const through = (await getItem(table, sealKey))?.['sealedThrough']?.N;
    return through === undefined ? undefined : epochMinute(Number(through));
  },

  advance: async (through: EpochMinute, from: EpochMinute | undefined, writer: string): Promise<boolean> => {
    if (from !== undefined && through < from) return false;
    const next = String(through);
    const outcome = await conditionalPut(
      table,
      sealKey,
      { sealedThrough: { N: next }, writer: { S: writer } },
      from === undefined
        ? NOT_THERE
        : { expression: 'sealedThrough = :from', values: { ':from': { N: String(from) } } },
      (found) => found['writer']?.S === writer && found['sealedThrough']?.N === next,
    );
    return outcome.kind === 'stored';
  },
});

const NOT_THERE: Condition = { expression: 'attribute_not_exists(pk)' };

// Data that is missing becomes none, which the codec refuses: a minute that can't be read must not look like an empty one.
const fromItem = (item: Record<string, AttributeValue>): StoredRollup => ({
  start: parseRollupSort(item['sk']?.S ?? ''),
  version: Number(item['ver']?.N ?? 0),
  data: item['data']?.B ?? new Uint8Array(),
});
