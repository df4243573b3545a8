import { request as httpRequest } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type HttpApi, startHttpApi } from '../../cli/local/http-api.ts';
import { epochMs, seconds } from '../../shared/core/units.ts';

const now = epochMs(Date.parse('2026-03-02T09:00:00.250Z'));

let api: HttpApi;
let result: () => Promise<APIGatewayProxyStructuredResultV2>;
let calls: { event: APIGatewayProxyEventV2; context: Context }[];
let errors: unknown[];

const handler = async (event: APIGatewayProxyEventV2, context: Context) => {
  calls.push({ event, context });
  return result();
};

beforeAll(async () => {
  api = await startHttpApi({
    routes: new Map([['POST /v1/events', { name: 'ingest-http', timeout: seconds(10), handler }]]),
    clock: { now: () => now },
    port: 0,
    onError: (error) => errors.push(error),
  });
});

afterAll(() => api.stop());

beforeEach(() => {
  calls = [];
  errors = [];
  result = async () => ({ statusCode: 202, headers: { 'Content-Type': 'application/json' }, body: '{"accepted":0}' });
});

const post = (
  body: string | Buffer,
  headers: Record<string, string> = { 'content-type': 'application/json' },
  path = '/v1/events',
) => fetch(`${api.url}${path}`, { method: 'POST', headers, body });

const eventOf = async (...args: Parameters<typeof post>): Promise<APIGatewayProxyEventV2> => {
  await post(...args);
  const [call] = calls;
  if (call === undefined) throw new Error('Expected the handler to be called');
  return call.event;
};

describe('the event that a request becomes', () => {
  test('it has the shape of payload format 2.0, and the time of the clock', async () => {
    const event = await eventOf('{}', { 'content-type': 'application/json', 'user-agent': 'till/1' });
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /v1/events',
      rawPath: '/v1/events',
      rawQueryString: '',
      body: '{}',
      isBase64Encoded: false,
      requestContext: {
        http: { method: 'POST', path: '/v1/events', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'till/1' },
        routeKey: 'POST /v1/events',
        stage: '$default',
        time: '02/Mar/2026:09:00:00 +0000',
        timeEpoch: now,
      },
    });
    expect(event).not.toHaveProperty('cookies');
    expect(event).not.toHaveProperty('queryStringParameters');
  });

  test('header names are in lower case, repeated headers are joined, cookies are apart', async () => {
    await new Promise<void>((resolve, reject) => {
      const headers = ['X-Trace', 'one', 'x-trace', 'two', 'Cookie', 'a=1; b=2', 'Content-Type', 'application/json'];
      const call = httpRequest(
        `${api.url}/v1/events`,
        { method: 'POST', headers: [...headers, 'Host', 'till'] },
        (response) => {
          response.resume().on('end', resolve);
        },
      );
      call.on('error', reject);
      call.end('{}');
    });
    const event = calls[0]?.event;
    expect(event?.headers).toMatchObject({ 'x-trace': 'one,two', 'content-type': 'application/json' });
    expect(event?.headers).not.toHaveProperty('cookie');
    expect(event?.cookies).toEqual(['a=1', 'b=2']);
  });

  test('query parameters are decoded, repeated ones joined, and the raw string is kept', async () => {
    const event = await eventOf('{}', undefined, '/v1/events?a=1&b=x%20y&a=2');
    expect(event.rawPath).toBe('/v1/events');
    expect(event.rawQueryString).toBe('a=1&b=x%20y&a=2');
    expect(event.queryStringParameters).toEqual({ a: '1,2', b: 'x y' });
  });

  const asText = [
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON',
    'text/plain',
    'text/csv',
    'application/xml',
    'application/javascript',
  ];
  for (const type of asText) {
    test(`a body of type ${type} arrives as text`, async () => {
      expect(await eventOf('{"é":1}', { 'content-type': type })).toMatchObject({
        body: '{"é":1}',
        isBase64Encoded: false,
      });
    });
  }

  const asBase64 = [
    'application/cloudevents-batch+json',
    'application/vnd.api+json',
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    'application/jsonl',
  ];
  for (const type of asBase64) {
    test(`a body of type ${type} arrives as base64`, async () => {
      const body = Buffer.from('[]').toString('base64');
      expect(await eventOf('[]', { 'content-type': type })).toMatchObject({ body, isBase64Encoded: true });
    });
  }

  test('a body without a type arrives as base64', async () => {
    expect(await eventOf(Buffer.from('[]'), {})).toMatchObject({ body: 'W10=', isBase64Encoded: true });
  });

  test('the context counts down from the time limit of the function', async () => {
    await post('{}');
    const context = calls[0]?.context;
    expect(context?.functionName).toBe('ingest-http');
    expect(context?.getRemainingTimeInMillis()).toBeGreaterThan(0);
    expect(context?.getRemainingTimeInMillis()).toBeLessThanOrEqual(10_000);
  });
});

describe('the response that a result becomes', () => {
  test('status, headers and body are passed on', async () => {
    result = async () => ({ statusCode: 503, headers: { 'Retry-After': 2 }, body: 'later' });
    const response = await post('{}');
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([503, '2', 'later']);
  });

  test('a base64 body is decoded', async () => {
    result = async () => ({ statusCode: 200, body: 'aGVsbG8=', isBase64Encoded: true });
    expect(await (await post('{}')).text()).toBe('hello');
  });

  test('a handler that throws is 500 without a word of why, and the error is told to the owner', async () => {
    result = async () => {
      throw new Error('secret');
    };
    const response = await post('{}');
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    expect(errors).toEqual([new Error('secret')]);
  });
});

describe('what never reaches the handler', () => {
  const refusals: Record<string, [() => Promise<Response>, number, string]> = {
    'an unknown path': [() => post('{}', undefined, '/v2/events'), 404, 'Not Found'],
    'another method': [() => fetch(`${api.url}/v1/events`), 404, 'Not Found'],
    'a body over 10 MB': [() => post('x'.repeat(10 * 1024 * 1024 + 1)), 413, 'Request Entity Too Large'],
    'a body that makes the event larger than 6 MB': [
      () => post('x'.repeat(6_291_456)),
      413,
      'Request Entity Too Large',
    ],
    'a body that does so in base64 only': [
      () => post('x'.repeat(4_800_000), { 'content-type': 'application/octet-stream' }),
      413,
      'Request Entity Too Large',
    ],
  };
  for (const [name, [send, status, message]] of Object.entries(refusals)) {
    test(`${name} is ${status}`, async () => {
      const response = await send();
      expect([response.status, await response.json()]).toEqual([status, { message }]);
      expect(calls).toEqual([]);
    });
  }

  test('a person who opens the address is told what is there', async () => {
    const response = await fetch(api.url);
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('POST /v1/events')]);
  });
});
