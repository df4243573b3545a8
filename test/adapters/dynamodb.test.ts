import { PutItemCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Table } from '../../shared/adapters/dynamodb/client.ts';
import { keyAttributes } from '../../shared/adapters/dynamodb/conditional-put.ts';
import { dynamoIncidents } from '../../shared/adapters/dynamodb/incidents.ts';
import { partHistoriesKey, silenceKey } from '../../shared/adapters/dynamodb/keys.ts';
import { dynamoLateMarkers } from '../../shared/adapters/dynamodb/late-markers.ts';
import { dynamoPartHistories } from '../../shared/adapters/dynamodb/part-histories.ts';
import { dynamoRollups } from '../../shared/adapters/dynamodb/rollups.ts';
import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import { dynamoSilences } from '../../shared/adapters/dynamodb/silences.ts';
import { dynamoTicks } from '../../shared/adapters/dynamodb/ticks.ts';
import { noHistories } from '../../shared/core/history/part-histories.ts';
import { addMinutes } from '../../shared/core/units.ts';
import { NOW, THIS_MINUTE } from '../support/builders.ts';
import { type Engine, engines } from '../support/engines.ts';
import { aSilence } from '../support/silences.ts';
import { incidentStoreContract } from './incident-store.contract.ts';
import { lateMarkersContract } from './late-markers.contract.ts';
import { partHistoryStoreContract } from './part-history-store.contract.ts';
import { rollupStoreContract } from './rollup-store.contract.ts';
import { segmentStoreContract } from './segment-store.contract.ts';
import { silenceStoreContract } from './silence-store.contract.ts';
import { tickStoreContract } from './tick-store.contract.ts';

/** What is asked of DynamoDB from now on: the operation, and what no engine holds us to. */
const requestsOf = ({ client, tableName }: Table): unknown[] => {
  const requests: unknown[] = [];
  client.middlewareStack.add((next, { commandName = '' }) => async (args) => {
    const { TableName, ConsistentRead, Limit } = args.input as QueryCommandInput;
    if (TableName === tableName)
      requests.push([
        commandName.replace('Command', ''),
        { ConsistentRead, ...(Limit === undefined ? {} : { Limit }) },
      ]);
    return next(args);
  });
  return requests;
};

for (const { name, skip, start } of engines) {
  describe.skipIf(skip !== undefined)(skip === undefined ? `on ${name}` : `on ${name} (${skip})`, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await start();
    });
    afterAll(() => engine.stop());

    describe('segments', () => segmentStoreContract(async () => dynamoSegments(await engine.table())));
    describe('incidents', () => incidentStoreContract(async () => dynamoIncidents(await engine.table())));
    describe('silences', () => silenceStoreContract(async () => dynamoSilences(await engine.table())));
    it('reads past a silence that can not be made out, and names it in the list', async () => {
      const table = await engine.table();
      const item = {
        ...keyAttributes(silenceKey('torn')),
        silence: { S: '{"id":"torn"' },
        endsAt: { N: String(NOW + 1) },
      };
      await table.client.send(new PutItemCommand({ TableName: table.tableName, Item: item }));
      await dynamoSilences(table).put(aSilence());
      expect(await dynamoSilences(table).read(NOW)).toEqual([aSilence()]);
      await expect(dynamoSilences(table).list(NOW)).rejects.toThrow('SILENCE torn');
    });
    describe('rollups', () => rollupStoreContract(async () => dynamoRollups(await engine.table())));
    describe('part histories', () => partHistoryStoreContract(async () => dynamoPartHistories(await engine.table())));
    it('knows nothing of histories that can not be made out, and writes over them', async () => {
      const table = await engine.table();
      const item = { ...keyAttributes(partHistoriesKey), rev: { N: '7' }, histories: { S: '{"v":99}' } };
      await table.client.send(new PutItemCommand({ TableName: table.tableName, Item: item }));
      const store = dynamoPartHistories(table);
      expect(await store.read()).toEqual({ histories: noHistories, rev: 7 });
      expect(await store.save({ ...noHistories, begin: THIS_MINUTE }, 7, 'w')).toBe(true);
    });
    describe('late markers', () => lateMarkersContract(async () => dynamoLateMarkers(await engine.table())));
    it('reads rollups, the cursor, histories and late markers strongly consistent, and of markers no more than asked for', async () => {
      const table = await engine.table();
      const requests = requestsOf(table);
      await dynamoRollups(table).read({ id: 'metric', by: '' }, 'minute', THIS_MINUTE, addMinutes(THIS_MINUTE, 1), NOW);
      await dynamoRollups(table).sealedThrough();
      await dynamoPartHistories(table).read();
      await dynamoLateMarkers(table).read(NOW, 7);
      expect(requests).toEqual([
        ['Query', { ConsistentRead: true }],
        ['GetItem', { ConsistentRead: true }],
        ['GetItem', { ConsistentRead: true }],
        ...Array.from({ length: 4 }, () => ['Query', { ConsistentRead: true, Limit: 7 }]),
      ]);
    });
    describe('ticks', () => tickStoreContract(async () => dynamoTicks(await engine.table())));
  });
}
