import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import type { IngestDependencies } from '../../shared/app/ingest.ts';
import { writeDeadline } from '../deadline.ts';
import { logger } from '../telemetry.ts';
import { takeRecord } from './take-record.ts';

/**
 * Each record a batch of events. What was not stored is reported, and Lambda comes again with it and with all that lies
 * behind it in its shard, stored or not; nothing is counted twice by that.
 */
export const ingestStreamHandler = (dependencies: IngestDependencies) =>
  middy<KinesisStreamEvent, KinesisStreamBatchResponse>()
    .use(injectLambdaContext(logger))
    .handler((event: KinesisStreamEvent, context: Context) => {
      const signal = writeDeadline(context);
      const take = (record: KinesisStreamRecord): Promise<void> => takeRecord(dependencies, record, signal);
      return processPartialResponse(event, take, new BatchProcessor(EventType.KinesisDataStreams), {
        context,
        throwOnFullBatchFailure: false,
      });
    });
