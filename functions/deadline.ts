import type { Context } from 'aws-lambda';
import { budgets } from '../shared/budgets.ts';

/** Gives up writing while there is still time to answer: cut off by Lambda, the producer would hear a 502 without a reason. */
export const writeDeadline = (context: Context): AbortSignal =>
  AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - budgets.ingestReserve));
