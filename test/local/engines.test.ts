import { mkdtemp, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'node:net';
import { DescribeTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localAws } from '../../cli/local/aws-config.ts';
import { startDynamoDb } from '../../cli/local/dynamodb.ts';
import { startHttpApi } from '../../cli/local/http-api.ts';
import { startMessaging } from '../../cli/local/messaging.ts';
import { epochMs } from '../../shared/core/units.ts';

let dataDir: string;
beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), 'parapet-'))));
afterEach(() => rm(dataDir, { recursive: true }));

const canConnect = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host, port })
      .once('connect', () => resolve(socket.destroy() === socket))
      .once('error', () => resolve(false));
  });

/** Every address of this machine that others could reach. */
const outerAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.flatMap(({ internal, address, family }) => (internal || family === 'IPv6' ? [] : [address])),
  );

describe('every engine listens on loopback only', () => {
  const engines: Record<string, () => Promise<{ endpoint: string; stop: () => Promise<void> }>> = {
    DynamoDB: () => startDynamoDb({ tableName: 'parapet' }),
    'SNS and SQS': () => startMessaging(),
    'SNS and SQS on disk': () => startMessaging({ dataDir }),
    'the events API': async () => {
      const api = await startHttpApi({
        routes: new Map(),
        clock: { now: () => epochMs(0) },
        port: 0,
        onError: () => undefined,
      });
      return { endpoint: api.url, stop: () => api.stop() };
    },
  };
  for (const [name, start] of Object.entries(engines)) {
    test(`${name} can be reached at 127.0.0.1, and at no other address of this machine`, async () => {
      const engine = await start();
      try {
        const port = Number(new URL(engine.endpoint).port);
        expect(await canConnect('127.0.0.1', port)).toBe(true);
        // 127.0.0.2 stands for another address where this machine has none: a server on 0.0.0.0 would answer there.
        for (const address of ['127.0.0.2', ...outerAddresses()]) expect(await canConnect(address, port)).toBe(false);
      } finally {
        await engine.stop();
      }
    });
  }
});

describe('what is on disk is there after a restart', () => {
  const key = { pk: { S: 'p' }, sk: { S: 's' } };

  test('items of the table', async () => {
    const first = await startDynamoDb({ tableName: 'parapet', dataDir });
    const before = new DynamoDBClient(localAws(first.endpoint));
    await before.send(
      new PutItemCommand({ TableName: 'parapet', Item: { ...key, value: { B: new Uint8Array([1, 2]) } } }),
    );
    before.destroy();
    await first.stop();

    const second = await startDynamoDb({ tableName: 'parapet', dataDir });
    const after = new DynamoDBClient(localAws(second.endpoint));
    const { Item } = await after.send(new GetItemCommand({ TableName: 'parapet', Key: key }));
    expect(Item?.['value']).toEqual({ B: new Uint8Array([1, 2]) });
    after.destroy();
    await second.stop();
  });

  test('messages of the queue, though the new engine has another port', async () => {
    const first = await startMessaging({ dataDir });
    await first.send('still here');
    await first.stop();

    const second = await startMessaging({ dataDir });
    const { Messages } = await second.sqs.send(new ReceiveMessageCommand({ QueueUrl: second.events.url }));
    expect(Messages?.map(({ Body }) => Body)).toEqual(['still here']);
    await second.stop();
  });
});

test('the table has the keys that the adapters write', async () => {
  const engine = await startDynamoDb({ tableName: 'parapet' });
  const client = new DynamoDBClient(localAws(engine.endpoint));
  const { Table } = await client.send(new DescribeTableCommand({ TableName: 'parapet' }));
  expect(Table?.KeySchema).toEqual([
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ]);
  client.destroy();
  await engine.stop();
});
