import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { ingest, type IngestDependencies } from '../../shared/app/ingest.ts';
import { writeDeadline } from '../deadline.ts';
import { countIngest } from '../ingest-metrics.ts';
import { logger } from '../telemetry.ts';
import { answer } from './answer.ts';
import { bodyOf } from './body.ts';
import { refusals } from './refusals.ts';

/** `POST /v1/events`: 202 when every valid event is durable, 503 when the producer must send the batch again. */
export const ingestHttpHandler = (dependencies: IngestDependencies) =>
  middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use([injectLambdaContext(logger), httpHeaderNormalizer(), refusals()])
    .handler(async (event: APIGatewayProxyEventV2, context: Context) => {
      const { text, envelope } = bodyOf(event);
      const outcome = await ingest(dependencies, text, envelope, writeDeadline(context));
      countIngest(outcome);
      return answer(outcome);
    });
