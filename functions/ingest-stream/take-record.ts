import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { KinesisStreamRecord } from 'aws-lambda';
import type { IngestDependencies } from '../../shared/app/ingest.ts';
import { metricNames } from '../../shared/metric-names.ts';
import { takeBatch, type Taken } from '../take-batch.ts';
import { logger, metricsOf } from '../telemetry.ts';
import { textOf } from './text-of.ts';

const metrics = metricsOf('ingest');

const notUtf8: Taken = {
  kind: 'refused',
  reason: 'not_utf8: expected UTF-8, got bytes that are not; send records neither compressed nor aggregated by the KPL',
};

/**
 * Takes one record. It fails only where another try may do better: where it was not stored.
 *
 * What can't be read, now or ever, does not fail it, unlike on the queue. A shard stands still while Lambda tries a failed
 * record again, so one typo would hide the payments behind it until the tries run out; few tries would end that sooner,
 * but then a store that is away for a minute loses whole batches of every shard. And nothing would be won: of a record
 * that it gives up Lambda passes on to a queue no more than shard and sequence number, which the line in the log says too.
 * The record itself stays in the stream for a day or more, to be read there.
 */
export const takeRecord = async (
  dependencies: IngestDependencies,
  record: KinesisStreamRecord,
  signal: AbortSignal,
): Promise<void> => {
  // `shardId-000000000006:<sequence number>`. Not the partition key: a producer chose it, and it may name a payer.
  const origin = { record: record.eventID };
  const text = textOf(record);
  const taken = text === undefined ? notUtf8 : await takeBatch(dependencies, text, origin, signal);
  if (taken.kind === 'whole') return;
  logger.warn('record was not taken whole', { ...origin, reason: taken.reason });
  if (taken.kind === 'unavailable') throw new RecordError(taken.reason);
  if (taken.kind === 'refused') countRefused();
};

/** How many events it held nobody knows; that it was one keeps the alarm on refused events from sleeping through it. */
const countRefused = (): void => {
  metrics.addMetric(metricNames.ingest.eventsRefused, MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
};

/** Why a record is tried again. */
class RecordError extends Error {
  override readonly name = 'RecordError';
}
