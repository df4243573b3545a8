import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyAttributes } from '../../shared/adapters/dynamodb/conditional-put.ts';
import { dynamoIncidents } from '../../shared/adapters/dynamodb/incidents.ts';
import { silenceKey } from '../../shared/adapters/dynamodb/keys.ts';
import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import { dynamoSilences } from '../../shared/adapters/dynamodb/silences.ts';
import { dynamoTicks } from '../../shared/adapters/dynamodb/ticks.ts';
import { NOW } from '../support/builders.ts';
import { type Engine, engines } from '../support/engines.ts';
import { aSilence } from '../support/silences.ts';
import { incidentStoreContract } from './incident-store.contract.ts';
import { segmentStoreContract } from './segment-store.contract.ts';
import { silenceStoreContract } from './silence-store.contract.ts';
import { tickStoreContract } from './tick-store.contract.ts';

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
    describe('ticks', () => tickStoreContract(async () => dynamoTicks(await engine.table())));
  });
}
