import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { judgedEverything, type TickReport } from '../../shared/app/evaluate.ts';
import { dateText } from '../../shared/core/message/format.ts';
import { type MetricName, metricNames } from '../../shared/metric-names.ts';
import { logger, metricsOf, safeError } from '../telemetry.ts';

const metrics = metricsOf('evaluate');
const names = metricNames.evaluate;

/**
 * Says what a tick did, as one log line and metrics. The heartbeat beats only for a tick that judged every guardrail
 * and advanced: its silence is the alarm for everything that keeps guardrails from being judged.
 */
export const reportTick = (report: TickReport): void => {
  const { failures, deliveryError, sealError, unmatched, warmingUp, observations: _, ...counts } = report;
  logger.info('tick', { ...counts, failed: failures.length, unmatched: unmatched.length });
  for (const { guardrail, error } of failures)
    logger.error('guardrail was not judged', { guardrail, error: safeError(error) });
  if (unmatched.length > 0)
    logger.warn('no event in a day matched these guardrails; is a value in their patterns misspelt?', {
      guardrails: unmatched,
    });
  if (Object.keys(warmingUp).length > 0)
    logger.info('what these guardrails count is new and still filled back; they are counted from then on', {
      guardrails: Object.fromEntries(Object.entries(warmingUp).map(([id, since]) => [id, dateText(since)])),
    });
  if (deliveryError !== undefined)
    logger.error('SNS could not be reached; notifications wait', { error: safeError(deliveryError) });
  if (sealError !== undefined)
    logger.error('minutes were not sealed; the next tick goes on', { error: safeError(sealError) });
  if (report.status !== 'done') return;

  if (judgedEverything(report)) add(names.heartbeat, 1);
  add(names.guardrailsUnmatched, unmatched.length);
  add(names.notificationsSetAside, report.setAside);
  add(names.segmentsUnreadable, report.unreadableSegments);
  if (report.sealed !== undefined) add(names.minutesBehind, report.sealed.behind);
  metrics.publishStoredMetrics();
};

const add = (name: MetricName, value: number): void => {
  metrics.addMetric(name, MetricUnit.Count, value);
};
