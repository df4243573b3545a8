import type { SQSRecord } from 'aws-lambda';
import type { DurationMs } from '../../shared/core/units.ts';
import { logger, safeError } from '../telemetry.ts';
import { deliver } from './deliver.ts';
import type { ForwardHandlerDependencies } from './handler.ts';
import { MessageError, readMessage } from './message.ts';
import { type Outcome, waitAfter } from './outcome.ts';

/**
 * Forwards one message. What the service refuses is put aside at once, where an alarm sees it: after three days of trying
 * somebody would learn by then that a key is wrong. All else comes again, ever more slowly.
 */
export const forwardMessage = async (
  dependencies: ForwardHandlerDependencies,
  record: SQSRecord,
  signal: AbortSignal,
): Promise<void> => {
  const receives = Number(record.attributes.ApproximateReceiveCount);
  const outcome = await outcomeOf(dependencies, record, { receives, signal });
  const { messageId } = record;
  switch (outcome.kind) {
    case 'sent':
      return;
    case 'refused':
      logger.error('alert was refused and put aside', { messageId, reason: outcome.reason });
      await dependencies.queue.setAside(record.body, outcome.reason);
      return;
    case 'later': {
      const wait = waitAfter(receives, outcome.after);
      logger.warn('alert was not taken and comes again', { messageId, receives, wait, reason: outcome.reason });
      await comeAgain(dependencies, record, wait);
      throw new NotTakenError(outcome.reason);
    }
  }
};

const outcomeOf = async (
  dependencies: ForwardHandlerDependencies,
  { body }: SQSRecord,
  attempt: { readonly receives: number; readonly signal: AbortSignal },
): Promise<Outcome> => {
  try {
    return await deliver(dependencies, readMessage(body, dependencies.stackName), attempt);
  } catch (error) {
    if (error instanceof MessageError) return { kind: 'refused', reason: error.message };
    logger.error('alert could not be forwarded', { error: safeError(error) });
    return { kind: 'later', reason: error instanceof Error ? error.name : 'unknown' };
  }
};

const comeAgain = async (
  { queue }: ForwardHandlerDependencies,
  { receiptHandle, messageId }: SQSRecord,
  wait: DurationMs,
): Promise<void> => {
  try {
    await queue.comeAgain(receiptHandle, wait);
  } catch (error) {
    // Then it comes when the queue's own time is over.
    logger.warn('the wait of an alert could not be set', { messageId, error: safeError(error) });
  }
};

/** Why a message goes back to the queue. */
class NotTakenError extends Error {
  override readonly name = 'NotTakenError';
}
