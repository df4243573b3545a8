import { limits } from '../../shared/core/limits.ts';
import { batchBytes } from './bill/way-in.ts';
import type { Deployment, Way } from './deployment.ts';

/** What one batch may be: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html and, of a stream, its default. */
const mostBytes: Readonly<Record<Way, number>> = {
  http: limits.bodyBytes,
  queue: 1_048_576,
  stream: 1_048_576,
};

/** The most bytes of a batch of this way in, where this one has more. */
export const tooLarge = (deployment: Pick<Deployment, 'via' | 'eventsPerBatch'>): number | undefined =>
  batchBytes(deployment) > mostBytes[deployment.via] ? mostBytes[deployment.via] : undefined;
