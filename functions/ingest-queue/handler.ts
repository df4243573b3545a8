import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { IngestDependencies } from '../../shared/app/ingest.ts';
import { writeDeadline } from '../deadline.ts';
import { logger } from '../telemetry.ts';
import { takeMessage } from './take-message.ts';

/** Each message a batch of events; what could not be taken whole is reported, comes again, and ends in the dead-letter queue. */
export const ingestQueueHandler = (dependencies: IngestDependencies) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(logger))
    .handler((event: SQSEvent, context: Context) => {
      const signal = writeDeadline(context);
      const take = (record: SQSRecord): Promise<void> => takeMessage(dependencies, record, signal);
      return processPartialResponse(event, take, new BatchProcessor(EventType.SQS), {
        context,
        throwOnFullBatchFailure: false,
      });
    });
