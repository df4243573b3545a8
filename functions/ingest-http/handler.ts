import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { ingest, type IngestDependencies } from '../../shared/app/ingest.ts';
import { logger, safeError } from '../telemetry.ts';
import { countIngest } from '../ingest-metrics.ts';
import { writeDeadline } from '../deadline.ts';
import { answer } from './answer.ts';
import { bodyOf } from './body.ts';

/** `POST /v1/events`: 202 when every valid event is durable, 503 when the producer must send the batch again. */
export const ingestHttpHandler = (dependencies: IngestDependencies) =>
  middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(httpHeaderNormalizer())
    .use(
      httpErrorHandler({
        logger: (error) => logger.info('refused', { error: safeError(error) }),
        fallbackMessage: INTERNAL_ERROR,
      }),
    )
    .handler(async (event: APIGatewayProxyEventV2, context: Context) => {
      const { text, envelope } = bodyOf(event);
      const outcome = await ingest(dependencies, text, envelope, writeDeadline(context));
      countIngest(outcome);
      return answer(outcome);
    });

const INTERNAL_ERROR = JSON.stringify({ code: 'internal_error', message: 'the fault is ours; send the batch again' });
