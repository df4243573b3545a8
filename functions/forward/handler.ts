import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { budgets } from '../../shared/budgets.ts';
import type { RetryQueue } from '../../shared/ports/retry-queue.ts';
import { logger } from '../telemetry.ts';
import { forwardMessage } from './forward-message.ts';
import type { ForwardDependencies } from './deliver.ts';

export interface ForwardHandlerDependencies extends ForwardDependencies {
  readonly queue: RetryQueue;
  readonly stackName: string;
}

/** Each message an alert that SNS put into the queue of this subscription; what nobody took yet comes again. */
export const forwardHandler = (dependencies: ForwardHandlerDependencies) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(logger))
    .handler((event: SQSEvent, context: Context) => {
      const signal = AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - budgets.forwardReserve));
      const forward = (record: SQSRecord): Promise<void> => forwardMessage(dependencies, record, signal);
      return processPartialResponse(event, forward, new BatchProcessor(EventType.SQS), {
        context,
        throwOnFullBatchFailure: false,
      });
    });
