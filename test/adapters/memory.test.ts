import { describe } from 'vitest';
import { memoryIncidents } from '../../shared/adapters/memory/incidents.ts';
import { memoryLateMarkers } from '../../shared/adapters/memory/late-markers.ts';
import { memoryPartHistories } from '../../shared/adapters/memory/part-histories.ts';
import { memoryRollups } from '../../shared/adapters/memory/rollups.ts';
import { memorySegments } from '../../shared/adapters/memory/segments.ts';
import { memorySilences } from '../../shared/adapters/memory/silences.ts';
import { memoryTicks } from '../../shared/adapters/memory/ticks.ts';
import { incidentStoreContract } from './incident-store.contract.ts';
import { lateMarkersContract } from './late-markers.contract.ts';
import { partHistoryStoreContract } from './part-history-store.contract.ts';
import { rollupStoreContract } from './rollup-store.contract.ts';
import { segmentStoreContract } from './segment-store.contract.ts';
import { silenceStoreContract } from './silence-store.contract.ts';
import { tickStoreContract } from './tick-store.contract.ts';

describe('in memory', () => {
  describe('segments', () => segmentStoreContract(async () => memorySegments()));
  describe('incidents', () => incidentStoreContract(async () => memoryIncidents()));
  describe('silences', () => silenceStoreContract(async () => memorySilences()));
  describe('rollups', () => rollupStoreContract(async () => memoryRollups()));
  describe('part histories', () => partHistoryStoreContract(async () => memoryPartHistories()));
  describe('late markers', () => lateMarkersContract(async () => memoryLateMarkers()));
  describe('ticks', () => tickStoreContract(async () => memoryTicks()));
});
