import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { metricNamespace } from '../shared/metric-names.ts';

/** One JSON line per thing worth knowing. What is passed to it must never hold an event, an id or an attribute value. */
export const logger = new Logger();

/** Metrics as log lines in CloudWatch's embedded format: no call, no cost per request beyond the log. */
export const metrics = new Metrics({
  namespace: metricNamespace,
  defaultDimensions: { stack: process.env['STACK_NAME'] ?? 'local' },
});

/**
 * An error as a log may hold it. The SDK's errors carry the request, and our own may carry a cause with the body in it;
 * the name, the message and the place are enough to act on.
 */
export const safeError = (error: unknown): Record<string, unknown> =>
  error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack?.split('\n').slice(1, 6).join('\n') }
    : { name: typeof error };
