import httpErrorHandler from '@middy/http-error-handler';
import { logger, safeError } from '../telemetry.ts';

const INTERNAL_ERROR = JSON.stringify({ code: 'internal_error', message: 'the fault is ours; send the batch again' });

/** Turns what was thrown into an answer. Its own logger would print the error whole, with whatever hangs on it. */
export const refusals = () =>
  httpErrorHandler({
    logger: (error) => logger.info('refused', { error: safeError(error) }),
    fallbackMessage: INTERNAL_ERROR,
  });
