import { createError } from '@middy/util';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Envelope } from '../../shared/core/event/batch.ts';
import { limits } from '../../shared/core/limits.ts';

export interface RequestBody {
  readonly text: string;
  readonly envelope: Envelope;
}

const envelopes = new Map<string, Envelope>([
  ['application/json', 'batch'],
  ['application/cloudevents-batch+json', 'cloudevents'],
]);

/**
 * The text of a request and what its content type says it holds. HTTP API hands over every type that it does not know
 * to be text as base64, CloudEvents among them.
 *
 * Not middy's http-json-body-parser: it parses before anything can be refused for size or depth, answers 422, and its
 * reviver makes JSON.parse six times as slow, which is most of what ingest costs.
 */
export const bodyOf = ({ headers, body, isBase64Encoded }: APIGatewayProxyEventV2): RequestBody => {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  const envelope = envelopes.get(type.trim().toLowerCase());
  if (envelope === undefined) {
    throw httpError(415, 'unsupported_media_type', `content-type: expected ${[...envelopes.keys()].join(' or ')}`);
  }
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') {
    throw httpError(415, 'unsupported_encoding', 'content-encoding: expected none; a compressed body is not read');
  }
  return { text: isBase64Encoded ? decode(body ?? '') : (body ?? ''), envelope };
};

/** Strict: a lenient decoder makes two different broken values the same one. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Refused before it is decoded when even the encoded form says that it is too large. */
const decode = (base64: string): string => {
  const bytes = Buffer.byteLength(base64, 'base64');
  if (bytes > limits.bodyBytes) {
    throw httpError(
      413,
      'body_too_large',
      `expected at most ${limits.bodyBytes} bytes, got ${bytes}; send smaller batches`,
    );
  }
  try {
    return utf8.decode(Buffer.from(base64, 'base64'));
  } catch {
    throw httpError(400, 'not_utf8', 'expected UTF-8, got bytes that are not');
  }
};

/**
 * An answer that middy's error handler gives as it stands: without `expose` it would make every 5xx a 500 that says
 * nothing. `code` is for programs, `message` for their authors.
 */
export const httpError = (status: number, code: string, message: string, headers: Record<string, string> = {}): Error =>
  // The error handler reads `headers` off the error, but createError does not put them there.
  Object.assign(createError(status, JSON.stringify({ code, message }), { expose: true }), { headers });
