import type { SQSRecord } from 'aws-lambda';
import { ingest, type IngestDependencies } from '../../shared/app/ingest.ts';
import { countIngest } from '../ingest-metrics.ts';

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
  const outcome = await ingest(dependencies, record.body, 'either', signal);
  countIngest(outcome);
  switch (outcome.kind) {
    case 'refused':
      throw new MessageError(`${outcome.refusal.code}: ${outcome.refusal.message}`);
    case 'unavailable':
      throw new MessageError('unavailable: the segments were not stored');
    case 'stored': {
      const { rejected, errors } = outcome.report;
      if (rejected > 0)
        throw new MessageError(
          `${rejected} invalid events; the first: ${errors[0]?.code ?? ''} ${errors[0]?.message ?? ''}`,
        );
    }
  }
};

/** Why a message goes back to the queue. Its text holds no value of an event: Powertools logs it. */
export class MessageError extends Error {
  override readonly name = 'MessageError';
}
