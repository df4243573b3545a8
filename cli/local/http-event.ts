import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { EpochMs } from '../../shared/core/units.ts';
import { localAccount, localRegion } from './aws-config.ts';

const apiId = 'local';
const domainName = `${apiId}.execute-api.${localRegion}.amazonaws.com`;

/** A request as API Gateway's HTTP API hands it to Lambda, payload format 2.0. */
export const httpEvent = (
  request: IncomingMessage,
  body: Buffer,
  routeKey: string,
  now: EpochMs,
): APIGatewayProxyEventV2 => {
  const [rawPath, rawQueryString] = splitOnce(request.url ?? '/', '?');
  const { cookie, ...headers } = joinedHeaders(request);
  const query = joinedQuery(rawQueryString);
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
    headers,
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId: localAccount,
      apiId,
      domainName,
      domainPrefix: apiId,
      http: {
        method: request.method ?? 'GET',
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: accessLogTime(now),
      timeEpoch: now,
    },
    ...bodyOf(body, headers['content-type']),
  };
};

const bodyOf = (body: Buffer, contentType: string | undefined): { body?: string; isBase64Encoded: boolean } => {
  if (body.length === 0) return { isBase64Encoded: false };
  return isText(contentType)
    ? { body: body.toString('utf8'), isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true };
};

/**
 * The only types that HTTP API takes for text. The list is in no document of AWS, it was measured
 * (ministackorg/ministack pull request 766): forms, `application/<anything>+json` and requests without a type come as base64.
 */
const isText = (contentType: string | undefined): boolean =>
  /^(text\/[^;]+|application\/(json|xml|javascript))\s*(;|$)/i.test(contentType?.trim() ?? '');

/** Names in lower case, repeated headers joined by commas. */
const joinedHeaders = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [
      name.toLowerCase(),
      (values ?? []).join(name === 'cookie' ? '; ' : ','),
    ]),
  );

/** Repeated parameters joined by commas; names and values decoded. */
const joinedQuery = (rawQueryString: string): Record<string, string> => {
  const joined = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    const earlier = joined.get(name);
    joined.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return Object.fromEntries(joined);
};

/** `02/Mar/2026:09:00:00 +0000`. */
const accessLogTime = (now: EpochMs): string => {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(now).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
};

const splitOnce = (text: string, separator: string): [string, string] => {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
};
