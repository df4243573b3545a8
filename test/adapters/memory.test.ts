import { describe } from 'vitest';
import { memoryIncidents } from '../../shared/adapters/memory/incidents.ts';
import { memorySegments } from '../../shared/adapters/memory/segments.ts';
import { memorySilences } from '../../shared/adapters/memory/silences.ts';
import { memoryTicks } from '../../shared/adapters/memory/ticks.ts';
import { incidentStoreContract } from './incident-store.contract.ts';
import { segmentStoreContract } from './segment-store.contract.ts';
import { silenceStoreContract } from './silence-store.contract.ts';
import { tickStoreContract } from './tick-store.contract.ts';

describe('in memory', () => {
  describe('segments', () => segmentStoreContract(async () => memorySegments()));
  describe('incidents', () => incidentStoreContract(async () => memoryIncidents()));
  describe('silences', () => silenceStoreContract(async () => memorySilences()));
  describe('ticks', () => tickStoreContract(async () => memoryTicks()));
});
