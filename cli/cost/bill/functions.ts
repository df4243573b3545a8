import { assumed } from '../assumed.ts';
import { batchesPerSecond, type Deployment } from '../deployment.ts';
import type { TableDemand } from '../demand/table-demand.ts';
import { MINUTES_PER_MONTH, SECONDS_PER_MONTH } from '../prices.ts';
import { type Line, line } from './line.ts';

/** Minutes of which a tick counts raw events: three that are not sealed, and the one that it seals once more. */
const RAW_MINUTES = 4;

/** Ingest, called so often for the batches of the deployment. AWS bills each started millisecond. */
export const ingest = (deployment: Deployment, invocations: number): readonly Line[] =>
  ingesting('ingest', {
    invocations,
    batches: batchesPerSecond(deployment) * SECONDS_PER_MONTH,
    eventsPerBatch: deployment.eventsPerBatch,
  });

export interface Ingested {
  readonly invocations: number;
  readonly batches: number;
  readonly eventsPerBatch: number;
}

export const ingesting = (what: string, { invocations, batches, eventsPerBatch }: Ingested): readonly Line[] => {
  const { ingest: times, memoryMb, megabytesPerProcessor } = assumed;
  // What is waited for is waited for in each invocation, and what is computed in each batch.
  const share = Math.min(1, memoryMb.ingest / megabytesPerProcessor);
  const cpuMs = (times.cpuMs + times.cpuMsPerEvent * eventsPerBatch) / share;
  return called(what, invocations, times.waitMs + (cpuMs * batches) / invocations, memoryMb.ingest);
};

export const evaluate = (
  { eventsPerSecond }: Deployment,
  { rollupsPerTick }: Pick<TableDemand, 'rollupsPerTick'>,
): readonly Line[] => {
  const { waitMs, cpuMs, cpuMsPerRollup, cpuMsPerEvent } = assumed.evaluate;
  const ms = waitMs + cpuMs + cpuMsPerRollup * rollupsPerTick + cpuMsPerEvent * RAW_MINUTES * 60 * eventsPerSecond;
  return called('evaluate', MINUTES_PER_MONTH, ms, assumed.memoryMb.evaluate);
};

const called = (what: string, invocations: number, exactMs: number, megabytes: number): readonly Line[] => {
  const ms = Math.ceil(exactMs);
  const gigabyteSeconds = (invocations * ms * megabytes) / 1000 / 1024;
  return [
    ...line(what, 'invocation', invocations),
    ...line(`${what}: ${ms} ms (assumed) of ${megabytes} MB`, 'gigabyteSecond', gigabyteSeconds),
  ];
};
