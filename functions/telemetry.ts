import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { metricNamespace, type MetricService } from '../shared/metric-names.ts';

/** One JSON line per thing worth knowing. What is passed to it must never hold an event, an id or an attribute value. */
export const logger = new Logger();

const stack = process.env['STACK_NAME'] ?? 'local';

/**
 * Metrics as log lines in CloudWatch's embedded format: no call, no cost per request beyond the log. Not under the name of
 * the function: the same metric of two functions would be two, each at its price.
 */
export const metricsOf = (service: MetricService): Metrics =>
  new Metrics({ namespace: metricNamespace, serviceName: service, defaultDimensions: { stack } });

/** Those that are no service's: whoever writes one adds what tells it from the others. */
export const metricsOfStack = (): Metrics => {
  const metrics = new Metrics({ namespace: metricNamespace });
  // Powertools would put the name of the function beside it.
  metrics.clearDefaultDimensions();
  return metrics.setDefaultDimensions({ stack });
};

/**
 * An error as a log may hold it. The SDK's errors carry the request, and our own may carry a cause with the body in it;
 * the name, the message and the place are enough to act on.
 */
export const safeError = (error: unknown): Record<string, unknown> =>
  error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack?.split('\n').slice(1, 6).join('\n') }
    : { name: typeof error };
