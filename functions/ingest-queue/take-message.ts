import type { SQSRecord } from 'aws-lambda';
import type { IngestDependencies } from '../../shared/app/ingest.ts';
import { takeBatch } from '../take-batch.ts';
import { logger } from '../telemetry.ts';

/**
 * Takes one message. A message with an invalid event fails whole, since nobody reads an answer: it ends in the
 * dead-letter queue for a person to look at. Its valid events are stored all the same, and counted once however often
 * it is delivered.
 */
export const takeMessage = async (
  dependencies: IngestDependencies,
  { messageId, body }: SQSRecord,
  signal: AbortSignal,
): Promise<void> => {
  const taken = await takeBatch(dependencies, body, { messageId }, signal);
  if (taken.kind === 'whole') return;
  // Without a line in the log nobody could say why a message lies in the dead-letter queue. It holds no value of an event.
  logger.warn('message was not taken whole', { messageId, reason: taken.reason });
  throw new MessageError(taken.reason);
};

/** Why a message goes back to the queue. */
class MessageError extends Error {
  override readonly name = 'MessageError';
}
