import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { IngestOutcome } from '../shared/app/ingest.ts';
import { metricNames } from '../shared/metric-names.ts';
import { logger, metricsOf, safeError } from './telemetry.ts';

const metrics = metricsOf('ingest');
const names = metricNames.ingest;

/** Counts what came in. The first failure of a write is logged: all failures of a batch mostly have one cause. */
export const countIngest = (outcome: IngestOutcome): void => {
  if (outcome.kind === 'stored') {
    const { accepted, rejected, conflicts } = outcome.report;
    metrics.addMetric(names.eventsStored, MetricUnit.Count, accepted);
    if (outcome.late > 0) metrics.addMetric(names.lateEvents, MetricUnit.Count, outcome.late);
    if (rejected > 0) metrics.addMetric(names.eventsRefused, MetricUnit.Count, rejected);
    metrics.publishStoredMetrics();
    if (conflicts > 0) logger.warn('events with the identity of another and a body of their own', { conflicts });
  } else if (outcome.kind === 'unavailable') {
    logger.error('segments were not stored', {
      segments: outcome.failures.length,
      error: safeError(outcome.failures[0]),
    });
  }
};
