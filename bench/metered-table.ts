import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DeleteItemCommandInput,
  DynamoDBClient,
  type GetItemCommandInput,
  type PutItemCommandInput,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Table } from '../shared/adapters/dynamodb/client.ts';
import { SortedPartition } from './sorted-partition.ts';
import { type Item, sizeOf } from './item-size.ts';

/** What requests have cost so far, in the units that DynamoDB bills. */
export interface Usage {
  readonly requests: number;
  readonly items: number;
  readonly bytes: number;
  /** Of the bytes, those of raw segments. */
  readonly rawBytes: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

export interface MeteredTable extends Table {
  readonly usage: Usage;
  /** The output of a command, by its name. Throws what DynamoDB would. */
  answer(command: string, input: unknown): object;
}

/** A strongly consistent read unit is 4 KB of a page's items together, a write unit 1 KB of one item; each request is one at least. */
const BYTES_PER_READ_UNIT = 4096;
const BYTES_PER_WRITE_UNIT = 1024;
/** Where DynamoDB ends a page. */
const BYTES_PER_PAGE = 1_048_576;

/**
 * A table in memory behind a real SDK client, so that the real adapters run on it and each of their requests is metered.
 * It knows the few expressions that they use, and throws at any other.
 */
export const meteredTable = (): MeteredTable => {
  const partitions = new Map<string, SortedPartition>();
  const usage = { requests: 0, items: 0, bytes: 0, rawBytes: 0, readUnits: 0, writeUnits: 0 };
  const partition = (pk: string): SortedPartition => {
    const found = partitions.get(pk) ?? new SortedPartition();
    partitions.set(pk, found);
    return found;
  };
  const read = (pk: string, items: readonly Item[], bytes: number): void => {
    usage.items += items.length;
    usage.bytes += bytes;
    if (pk.startsWith('SEG#')) usage.rawBytes += bytes;
    usage.readUnits += Math.max(1, Math.ceil(bytes / BYTES_PER_READ_UNIT));
  };
  const write = (...sizes: readonly number[]): void => {
    usage.writeUnits += Math.max(1, ...sizes.map((size) => Math.ceil(size / BYTES_PER_WRITE_UNIT)));
  };

  const get = ({ Key = {} }: GetItemCommandInput): object => {
    const found = partition(text(Key['pk'])).get(text(Key['sk']));
    read(text(Key['pk']), found === undefined ? [] : [found], found === undefined ? 0 : sizeOf(found));
    return { Item: found };
  };
  const put = ({ Item = {}, ConditionExpression, ExpressionAttributeValues = {} }: PutItemCommandInput): object => {
    const [into, sk] = [partition(text(Item['pk'])), text(Item['sk'])];
    const found = into.get(sk);
    write(sizeOf(Item), found === undefined ? 0 : sizeOf(found));
    require(found, ConditionExpression, ExpressionAttributeValues);
    into.set(sk, copyOf(Item));
    return {};
  };
  const remove = ({
    Key = {},
    ConditionExpression,
    ExpressionAttributeValues = {},
  }: DeleteItemCommandInput): object => {
    const from = partition(text(Key['pk']));
    const found = from.get(text(Key['sk']));
    write(found === undefined ? 0 : sizeOf(found));
    require(found, ConditionExpression, ExpressionAttributeValues);
    from.delete(text(Key['sk']));
    return {};
  };
  const query = (input: QueryCommandInput): object => {
    const { pk, first, last } = rangeOf(input);
    const from = input.ExclusiveStartKey === undefined ? first : `${text(input.ExclusiveStartKey['sk'])}\u0000`;
    const [items, most]: [Item[], number] = [[], input.Limit ?? Number.POSITIVE_INFINITY];
    let bytes = 0;
    let isCut = false;
    for (const item of partition(pk).between(from, last)) {
      isCut = items.length >= most || bytes >= BYTES_PER_PAGE;
      if (isCut) break;
      items.push(item);
      bytes += sizeOf(item);
    }
    read(pk, items, bytes);
    const { pk: hash, sk: range } = items.at(-1) ?? {};
    return { Items: items, ...(isCut && hash && range ? { LastEvaluatedKey: { pk: hash, sk: range } } : undefined) };
  };

  const answer = (command: string, input: unknown): object => {
    usage.requests++;
    switch (command) {
      case 'GetItemCommand':
        return get(input as GetItemCommandInput);
      case 'PutItemCommand':
        return put(input as PutItemCommandInput);
      case 'DeleteItemCommand':
        return remove(input as DeleteItemCommandInput);
      case 'QueryCommand':
        return query(input as QueryCommandInput);
      default:
        throw new Error(`${command}: expected a request that the adapters make`);
    }
  };
  return {
    ...answeringTable(async (command, input) => answer(command, input)),
    answer,
    get usage() {
      return { ...usage };
    },
  };
};

/** A table behind a real SDK client that never makes a request: each command is answered instead. */
export const answeringTable = (answer: (command: string, input: unknown) => Promise<object>): Table => {
  const nowhere = { region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const client = new DynamoDBClient(nowhere);
  client.middlewareStack.add(
    (_, { commandName }) =>
      async ({ input }) => ({
        output: { $metadata: {}, ...(await answer(commandName ?? 'nothing', input)) },
        response: {},
      }),
    { step: 'initialize', priority: 'high', name: 'answered' },
  );
  return { client, tableName: 'in-memory' };
};

/** As the wire would: what zlib hands out is a slice of a buffer a hundred times its size. */
export const copyOf = (item: Item): Item =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, value.B === undefined ? value : { B: new Uint8Array(value.B) }]),
  );

const text = (value: AttributeValue | undefined): string => value?.S ?? '';

type Values = Readonly<Record<string, AttributeValue>>;

const rangeOf = ({ KeyConditionExpression: expression, ExpressionAttributeValues: values = {} }: QueryCommandInput) => {
  const [pk, first, last] = [text(values[':pk']), text(values[':first']), text(values[':last'])];
  if (expression === 'pk = :pk') return { pk, first: '', last: '~' };
  if (expression === 'pk = :pk AND sk >= :first') return { pk, first, last: '~' };
  if (expression === 'pk = :pk AND sk BETWEEN :first AND :last') return { pk, first, last };
  throw new Error(`${String(expression)}: expected a key condition that the adapters use`);
};

/** Throws where a condition does not hold: alternatives of `attribute_not_exists(pk)` and comparisons of numbers. */
const require = (found: Item | undefined, condition: string | undefined, values: Values): void => {
  if (condition === undefined || condition.split(' OR ').some((each) => holds(found, each, values))) return;
  throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
};

const holds = (found: Item | undefined, comparison: string, values: Values): boolean => {
  if (comparison === 'attribute_not_exists(pk)') return found === undefined;
  const [, name = '', operator, value = ''] = /^(\w+) (=|<) (:\w+)$/.exec(comparison) ?? [];
  if (operator === undefined) throw new Error(`${comparison}: expected a condition that the adapters use`);
  const [left, right] = [Number(found?.[name]?.N ?? Number.NaN), Number(values[value]?.N ?? Number.NaN)];
  return operator === '=' ? left === right : left < right;
};
