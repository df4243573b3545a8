import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { ingestHttpHandler } from '../../../functions/ingest-http/handler.ts';
import { memoryLateMarkers } from '../../../shared/adapters/memory/late-markers.ts';
import { memorySegments } from '../../../shared/adapters/memory/segments.ts';
import type { LateMarkers } from '../../../shared/ports/late-markers.ts';
import type { SegmentStore } from '../../../shared/ports/segments.ts';
import { NOW } from '../../support/builders.ts';
import { aContext, aRequest } from '../../support/lambda.ts';

export interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Sends a request through the whole handler. */
export const send = async (
  request: Partial<APIGatewayProxyEventV2>,
  segments: SegmentStore = memorySegments(),
  context: Context = aContext(),
  markers: LateMarkers = memoryLateMarkers(),
): Promise<Answer> => {
  const handler = ingestHttpHandler({ segments, markers, clock: { now: () => NOW } });
  const { statusCode, headers, body } = await handler(aRequest(request), context);
  return { status: statusCode, headers: headers ?? {}, body: JSON.parse(body ?? '') as unknown };
};
