import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Clock } from '../../shared/ports/clock.ts';
import { loopback } from './aws-config.ts';
import { httpEvent } from './http-event.ts';
import { EventTooLargeError, invoke, type LambdaFunction } from './lambda.ts';
import { closeServer, listenOnLoopback } from './listen.ts';

export type HttpFunction = LambdaFunction<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;

export interface HttpApiOptions {
  /** By route key, as in infra: `POST /v1/events`. */
  readonly routes: ReadonlyMap<string, HttpFunction>;
  readonly clock: Clock;
  /** 0 takes any free port. */
  readonly port: number;
  /** What was thrown where the caller only hears 500. */
  readonly onError: (error: unknown) => void;
}

export interface HttpApi {
  readonly url: string;
  stop(): Promise<void>;
}

/** API Gateway's hard limit on a request. */
const requestBytes = 10 * 1024 * 1024;

/** API Gateway's HTTP API in front of Lambda functions, without its authorisation: whoever is on this machine may call it. */
export const startHttpApi = async (options: HttpApiOptions): Promise<HttpApi> => {
  const server = createServer((request, response) => void answer(options, request, response));
  const port = await listenOnLoopback(server, options.port);
  return { url: `http://${loopback}:${port}`, stop: () => closeServer(server) };
};

const answer = async (options: HttpApiOptions, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  try {
    const result = await respond(options, request);
    response.writeHead(result.statusCode ?? 200, headersOf(result));
    response.end(Buffer.from(result.body ?? '', result.isBase64Encoded === true ? 'base64' : 'utf8'));
  } catch (error) {
    // The caller went away in the middle of its request: nobody is left to be answered.
    if (!request.complete) return;
    options.onError(error);
    if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ message: 'Internal Server Error' }));
  }
};

const respond = async (
  { routes, clock }: HttpApiOptions,
  request: IncomingMessage,
): Promise<APIGatewayProxyStructuredResultV2> => {
  const routeKey = `${request.method} ${request.url?.split('?')[0]}`;
  if (routeKey === 'GET /') return hint(routes);
  const fn = routes.get(routeKey);
  if (fn === undefined) return refusal(404, 'Not Found');
  const body = await bodyOf(request);
  if (body === undefined) return refusal(413, 'Request Entity Too Large');
  try {
    return await invoke(fn, httpEvent(request, body, routeKey, clock.now()));
  } catch (error) {
    if (error instanceof EventTooLargeError) return refusal(413, 'Request Entity Too Large');
    throw error;
  }
};

/** The whole body, or undefined if it is too large. What is too large is still read, and dropped, so that the caller hears why. */
const bodyOf = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= requestBytes) chunks.push(chunk);
  }
  return bytes <= requestBytes ? Buffer.concat(chunks) : undefined;
};

const refusal = (statusCode: number, message: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

/** Not of API Gateway: for the person who opens the address in a browser. */
const hint = (routes: HttpApiOptions['routes']): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 200,
  headers: { 'content-type': 'text/plain' },
  body: `Parapet, on one machine. Routes: ${[...routes.keys()].join(', ')}. Try: npm run send -- samples/payloads/batch.json\n`,
});

const headersOf = ({
  headers = {},
  cookies,
}: APIGatewayProxyStructuredResultV2): Record<string, string | string[]> => ({
  'content-type': 'text/plain;charset=UTF-8',
  ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
  ...(cookies === undefined ? {} : { 'set-cookie': cookies }),
});
