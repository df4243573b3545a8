import { virtualClock, type VirtualClock } from '../cli/local/virtual-clock.ts';
import { dynamoIncidents } from '../shared/adapters/dynamodb/incidents.ts';
import { dynamoLateMarkers } from '../shared/adapters/dynamodb/late-markers.ts';
import { dynamoPartHistories } from '../shared/adapters/dynamodb/part-histories.ts';
import { dynamoRollups } from '../shared/adapters/dynamodb/rollups.ts';
import { dynamoSegments } from '../shared/adapters/dynamodb/segments.ts';
import { dynamoSilences } from '../shared/adapters/dynamodb/silences.ts';
import { dynamoTicks } from '../shared/adapters/dynamodb/ticks.ts';
import { memoryPublisher, type MemoryPublisher } from '../shared/adapters/memory/publisher.ts';
import { countRolled } from '../shared/app/count-rolled.ts';
import { evaluate, type EvaluateDependencies, type TickReport } from '../shared/app/evaluate.ts';
import type { Guardrail } from '../shared/core/guardrail/guardrail.ts';
import type { EpochMs } from '../shared/core/units.ts';
import type { Table } from '../shared/adapters/dynamodb/client.ts';
import { type MeteredTable, meteredTable } from './metered-table.ts';

export interface MeteredWorld extends World {
  readonly table: MeteredTable;
}

export interface World {
  readonly deps: EvaluateDependencies;
  readonly clock: VirtualClock;
  readonly publisher: MemoryPublisher;
  /** Sets the clock to the tick and evaluates it; throws where anything failed in it. */
  tick(time: EpochMs): Promise<TickReport>;
}

/** The evaluator with its real adapters, on a table in memory that meters what they ask of it. */
export const meteredWorld = (guardrails: readonly Guardrail[], start: EpochMs): MeteredWorld => {
  const table = meteredTable();
  return { ...worldOn(table, guardrails, start), table };
};

/** The same on whatever table. */
export const worldOn = (table: Table, guardrails: readonly Guardrail[], start: EpochMs): World => {
  const clock = virtualClock(start);
  const publisher = memoryPublisher();
  const [segments, rollups] = [dynamoSegments(table), dynamoRollups(table)];
  const deps: EvaluateDependencies = {
    guardrails,
    plannedSilences: [],
    silences: dynamoSilences(table),
    counts: countRolled({ segments, rollups }),
    segments,
    rollups,
    histories: dynamoPartHistories(table),
    markers: dynamoLateMarkers(table),
    incidents: dynamoIncidents(table),
    ticks: dynamoTicks(table),
    publisher,
    clock,
  };
  let writers = 0;
  return {
    deps,
    clock,
    publisher,
    tick: async (time) => {
      clock.set(time);
      const report = await evaluate(deps, time, `writer-${++writers}`);
      const failure = report.failures[0]?.error ?? report.sealError;
      if (report.status !== 'done' || failure !== undefined)
        throw new Error(`tick ${new Date(time).toISOString()}: ${report.status}`, { cause: failure });
      return report;
    },
  };
};
