import { batchesPerSecond, type Deployment } from '../deployment.ts';
import { playHour } from '../demand/hour-of-ticks.ts';
import { type TableDemand, tableDemandOf } from '../demand/table-demand.ts';
import { MINUTES_PER_MONTH, SECONDS_PER_MONTH, services } from '../prices.ts';
import { dynamodb } from './dynamodb.ts';
import { evaluate, ingest } from './functions.ts';
import type { Line } from './line.ts';
import { others } from './other.ts';
import { syntheticEvent, syntheticGuardrail } from './synthetic-event.ts';
import { watching } from './watch.ts';
import { idleQueue, wayIn } from './way-in.ts';

/** What the table is asked for, which is the same over whatever way the events come. */
export const parapetTable = async (deployment: Deployment): Promise<TableDemand> => {
  const guardrails = judgedOf(deployment);
  return tableDemandOf({ ...deployment, guardrails }, await playHour(guardrails));
};

/** A month of Parapet, by service, without a free tier. */
export const parapetBill = (deployment: Deployment, table: TableDemand): readonly Line[] => {
  const { watch, via } = deployment;
  const way = wayIn(deployment);
  const messages =
    (via === 'queue' ? batchesPerSecond(deployment) * SECONDS_PER_MONTH : 0) +
    (watch.syntheticEvent ? MINUTES_PER_MONTH : 0);
  const lines = [
    ...dynamodb(table),
    ...ingest(deployment, way.invocations),
    ...evaluate(deployment, table),
    ...way.lines,
    ...(watch.syntheticEvent ? syntheticEvent() : []),
    ...idleQueue(messages),
    ...others(deployment),
    ...watching(deployment, judgedOf(deployment), way.invocations),
  ];
  return services.flatMap((service) => lines.filter((line) => line.service === service));
};

const judgedOf = ({ guardrails, watch }: Deployment): Deployment['guardrails'] =>
  watch.syntheticEvent ? [...guardrails, syntheticGuardrail] : guardrails;
