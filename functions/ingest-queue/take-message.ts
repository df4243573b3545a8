import type { SQSRecord } from 'aws-lambda';
import { ingest, type IngestDependencies } from '../../shared/app/ingest.ts';
import { countIngest } from '../ingest-metrics.ts';
import { logger, safeError } from '../telemetry.ts';

/**
 * Takes one message. A message with an invalid event fails whole, since nobody reads an answer: it ends in the
 * dead-letter queue for a person to look at. Its valid events are stored all the same, and counted once however often
 * it is delivered.
 */
export const takeMessage = async (
  dependencies: IngestDependencies,
  record: SQSRecord,
  signal: AbortSignal,
): Promise<void> => {
  const outcome = await ingest(dependencies, record.body, 'either', signal).catch((error: unknown): never => {
    // Powertools keeps what a record throws to itself.
    logger.error('message was not taken', { messageId: record.messageId, error: safeError(error) });
    throw error;
  });
  countIngest(outcome);
  switch (outcome.kind) {
    case 'refused':
      throw failed(record, `${outcome.refusal.code}: ${outcome.refusal.message}`);
    case 'unavailable':
      throw failed(record, 'unavailable: the segments were not stored');
    case 'stored': {
      const { rejected, errors } = outcome.report;
      if (rejected > 0)
        throw failed(
          record,
          `${rejected} invalid events; the first: ${errors[0]?.code ?? ''} ${errors[0]?.message ?? ''}`,
        );
    }
  }
};

/** Without a line in the log nobody could say why a message lies in the dead-letter queue. It holds no value of an event. */
const failed = ({ messageId }: SQSRecord, reason: string): MessageError => {
  logger.warn('message was not taken whole', { messageId, reason });
  return new MessageError(reason);
};

/** Why a message goes back to the queue. */
class MessageError extends Error {
  override readonly name = 'MessageError';
}
