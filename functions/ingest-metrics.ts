import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { IngestOutcome } from '../shared/app/ingest.ts';
import { metricNames } from '../shared/metric-names.ts';
import { logger, metrics, safeError } from './telemetry.ts';

/** Counts what came in. The first failure of a write is logged: all failures of a batch mostly have one cause. */
export const countIngest = (outcome: IngestOutcome): void => {
  if (outcome.kind === 'stored') {
    const { accepted, rejected, conflicts } = outcome.report;
    metrics.addMetric(metricNames.eventsStored, MetricUnit.Count, accepted);
    if (outcome.late > 0) metrics.addMetric(metricNames.lateEvents, MetricUnit.Count, outcome.late);
    if (rejected > 0) metrics.addMetric(metricNames.eventsRefused, MetricUnit.Count, rejected);
    if (conflicts > 0) metrics.addMetric(metricNames.conflictingEvents, MetricUnit.Count, conflicts);
    metrics.publishStoredMetrics();
  } else if (outcome.kind === 'unavailable') {
    logger.error('segments were not stored', {
      segments: outcome.failures.length,
      error: safeError(outcome.failures[0]),
    });
  }
};
