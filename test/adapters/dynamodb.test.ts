import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoIncidents } from '../../shared/adapters/dynamodb/incidents.ts';
import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import { dynamoTicks } from '../../shared/adapters/dynamodb/ticks.ts';
import { type Engine, engines } from '../support/engines.ts';
import { incidentStoreContract } from './incident-store.contract.ts';
import { segmentStoreContract } from './segment-store.contract.ts';
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
    describe('ticks', () => tickStoreContract(async () => dynamoTicks(await engine.table())));
  });
}
