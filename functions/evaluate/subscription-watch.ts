import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { type EpochMinute, type EpochMs, hourOf, minuteOf, seconds } from '../../shared/core/units.ts';
import { metricNames } from '../../shared/metric-names.ts';
import type { Subscriptions } from '../../shared/ports/subscriptions.ts';
import { logger, metricsOf, safeError } from '../telemetry.ts';

/** Far above what SNS takes for it, and far below what a tick has left. */
const PATIENCE = seconds(3);

const metrics = metricsOf('evaluate');

/**
 * Tells with each tick how many of the `expected` subscriptions do not hear: SNS suspends and then deletes those of people
 * who get too much mail or whose mail scanner follows the link that unsubscribes, and says so to nobody. It is asked once an
 * hour, and at a cold start. What it could not tell is not told either, and that it can't be asked is no fault of the tick.
 */
export const subscriptionWatch = (
  subscriptions: Subscriptions,
  expected: number,
): ((tick: EpochMs) => Promise<void>) => {
  let askedIn: EpochMinute | undefined;
  let missing: number | undefined;
  return async (tick) => {
    const hour = hourOf(minuteOf(tick));
    if (hour !== askedIn) {
      askedIn = hour;
      missing = await ask(subscriptions, expected);
    }
    if (missing === undefined) return;
    metrics.addMetric(metricNames.evaluate.subscriptionsMissing, MetricUnit.Count, missing);
    metrics.publishStoredMetrics();
  };
};

const ask = async (subscriptions: Subscriptions, expected: number): Promise<number | undefined> => {
  try {
    const { confirmed, pending } = await subscriptions.count(AbortSignal.timeout(PATIENCE));
    // Others may subscribe by hand, and would make up in number for one that was lost; but not for one that waits.
    const missing = Math.max(expected - confirmed, pending, 0);
    if (missing > 0) logger.warn('some subscriptions to the alerts hear nothing', { expected, confirmed, pending });
    return missing;
  } catch (error) {
    logger.warn('SNS did not say who subscribes to the alerts', { error: safeError(error) });
    return undefined;
  }
};
