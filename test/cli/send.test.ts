import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { closeServer, listenOnLoopback } from '../../cli/local/listen.ts';
import { readAnswer } from '../../cli/send/answer.ts';
import { send } from '../../cli/send/send.ts';
import { signedHeaders } from '../../cli/send/sign.ts';
import { targetOf } from '../../cli/send/target.ts';
import { startCloudFormation } from '../support/cloudformation.ts';
import { parapet } from './run.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const file = 'samples/payloads/batch.json';

describe('where a payload goes', () => {
  const targets: Record<string, [string, string | undefined, string | undefined]> = {
    'a loopback URL is not signed': ['http://127.0.0.1:4700/v1/events', undefined, undefined],
    'localhost is loopback too': ['http://localhost:4700/v1/events', 'eu-west-1', undefined],
    'an API of AWS is signed for the region in its name': [
      'https://a1.execute-api.eu-central-1.amazonaws.com/v1/events',
      undefined,
      'eu-central-1',
    ],
    'the region in the name wins': [
      'https://a1.execute-api.eu-central-1.amazonaws.com/v1/events',
      'us-east-1',
      'eu-central-1',
    ],
    'an API in China is one of AWS': [
      'https://a1.execute-api.cn-north-1.amazonaws.com.cn/v1/events',
      undefined,
      'cn-north-1',
    ],
    'a domain of one’s own is signed for the region that was given': [
      'https://pay.example.com/v1/events',
      'eu-west-1',
      'eu-west-1',
    ],
  };
  for (const [name, [url, region, signedFor]] of Object.entries(targets)) {
    test(`${name}: ${url}`, () => {
      expect(targetOf(url, region).signFor?.region).toBe(signedFor);
    });
  }

  const mistakes: Record<string, [string, string]> = {
    'no URL': ['events', 'Expected an http or https URL, got events'],
    'another protocol': ['ftp://127.0.0.1/', 'Expected an http or https URL'],
    'plain http to another machine': ['http://pay.example.com/v1/events', 'Expected https for pay.example.com'],
    'a domain of one’s own without a region': ['https://pay.example.com/v1/events', 'pass --region'],
  };
  for (const [name, [url, message]] of Object.entries(mistakes)) {
    test(`${name} is refused, and the message says what to do`, () => {
      expect(() => targetOf(url, undefined)).toThrow(message);
    });
  }
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** SigV4 as its specification says it, without the library: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
const expectedSignature = (
  headers: Record<string, string>,
  path: string,
  body: string,
  scope: string,
  secret: string,
): string => {
  const names = (/SignedHeaders=([^,]+)/.exec(headers['authorization'] ?? '')?.[1] ?? '').split(';');
  const canonical = [
    'POST',
    path,
    '',
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, toSign).toString('hex');
};

describe('the signature of a request', () => {
  const url = new URL('https://a1.execute-api.eu-central-1.amazonaws.com/v1/events');
  const body = '{"events":[]}';

  test('it is SigV4 for execute-api, over host, content type, date and body', async () => {
    const headers = await signedHeaders(
      { url, headers: { 'content-type': 'application/json' }, body },
      'eu-central-1',
      credentials,
    );
    const date = headers['x-amz-date'] ?? '';
    expect(date).toMatch(/^\d{8}T\d{6}Z$/);
    const scope = `${date.slice(0, 8)}/eu-central-1/execute-api/aws4_request`;
    expect(headers['authorization']).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope}, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, ` +
        `Signature=${expectedSignature(headers, '/v1/events', body, scope, credentials.secretAccessKey)}`,
    );
  });

  test('a session token is part of it', async () => {
    const headers = await signedHeaders({ url, headers: {}, body }, 'eu-central-1', {
      ...credentials,
      sessionToken: 'token',
    });
    expect(headers['x-amz-security-token']).toBe('token');
    expect(headers['authorization']).toContain('x-amz-security-token');
  });
});

describe('what send does', () => {
  let server: Server;
  let url: string;
  let requests: { headers: IncomingHttpHeaders; body: string }[];
  let answer: { status: number; body: string };
  let printed: string[];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => {
          requests.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
          response.writeHead(answer.status).end(answer.body);
        });
    });
    url = `http://127.0.0.1:${await listenOnLoopback(server, 0)}/v1/events`;
  });
  afterAll(() => closeServer(server));

  beforeEach(() => {
    requests = [];
    answer = { status: 202, body: '{"accepted":20,"duplicates":0,"conflicts":0,"rejected":0,"errors":[]}' };
    printed = [];
    vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });

  test('a loopback URL gets the file unsigned, its events of now, and the answer is printed', async () => {
    expect(await send({ file, url })).toBe(true);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(requests[0]?.headers).not.toHaveProperty('authorization');
    const { events } = JSON.parse(requests[0]?.body ?? '') as { events: { time: string }[] };
    expect(Date.now() - Date.parse(events.at(-1)?.time ?? '')).toBeLessThan(65_000);
    expect(printed).toEqual([
      expect.stringContaining('times moved by'),
      '202 accepted 20, duplicates 0, conflicts 0, rejected 0',
    ]);
  });

  test('with --keep-times the file is sent byte for byte', async () => {
    await send({ file, url, keepTimes: true });
    expect(requests[0]?.body).toContain('2026-03-02T09:00');
    expect(printed).toHaveLength(1);
  });

  test('with --json the answer is one object and nothing else', async () => {
    answer = { status: 202, body: '{"accepted":19,"duplicates":0,"conflicts":0,"rejected":1,"errors":[]}' };
    expect(await send({ file, url, keepTimes: true, json: true })).toBe(false);
    await send({ file, url, json: true });
    const [kept, moved] = printed.map((text) => JSON.parse(text) as { movedByMinutes: number });
    expect(kept).toEqual({
      status: 202,
      movedByMinutes: 0,
      accepted: 19,
      duplicates: 0,
      conflicts: 0,
      rejected: 1,
      errors: [],
    });
    expect(moved?.movedByMinutes).toBeGreaterThan(0);
    expect(printed).toHaveLength(2);
  });

  test('an API of AWS gets the request signed with the credentials of the environment', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
    const fetched = vi.fn<typeof fetch>(async () => new Response(answer.body, { status: 202 }));
    vi.stubGlobal('fetch', fetched);
    await send({ file, url: 'https://a1.execute-api.eu-central-1.amazonaws.com/v1/events' });
    const headers = fetched.mock.calls[0]?.[1]?.headers as Record<string, string>;
    expect(headers['authorization']).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/execute-api\/aws4_request, SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}$/,
    );
  });

  test('a deployed stack gets it at the address that its outputs give', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
    const outputs = new Map([['EventsUrl', url]]);
    const { endpoint, regions, stop } = await startCloudFormation([
      { name: 'Parapet', description: 'Parapet: alerts', outputs },
    ]);
    vi.stubEnv('AWS_ENDPOINT_URL_CLOUDFORMATION', endpoint);
    try {
      const elsewhere = 'http://127.0.0.1:1/v1/events';
      expect(await send({ file, url: elsewhere, stack: 'Parapet', region: 'eu-west-1' })).toBe(true);
      expect(await send({ file, url: elsewhere, stack: true, region: 'eu-west-1' })).toBe(true);
      expect(requests).toHaveLength(2);
      expect(new Set(regions)).toEqual(new Set(['eu-west-1']));
    } finally {
      await stop();
    }
  });

  test('an address where nothing listens is an error that says how to start it', async () => {
    await expect(send({ file, url: 'http://127.0.0.1:1/v1/events' })).rejects.toThrow('Start it with npm start');
  });

  test('an address and a stack are wrong use', async () => {
    const { code, stderr } = await parapet('send', file, '--url', url, '--stack');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("option '--stack [name]' cannot be used with option '--url <url>'"),
    ]);
  });

  test('a file that is not there is an error that names it', async () => {
    await expect(send({ file: 'samples/none.json', url })).rejects.toThrow('Expected samples/none.json to be a file');
  });
});

describe('what is said about an answer', () => {
  const none = { accepted: 0, duplicates: 0, conflicts: 0, rejected: 0, errors: [] };

  test('refused events are told one by one, by their position', () => {
    const errors = [
      { index: 3, id: 'e3', code: 'invalid_field', message: 'amount: expected a whole number' },
      { index: 4, code: 'not_an_object', message: 'm' },
    ];
    const body = { ...none, accepted: 1, rejected: 2, errors };
    expect(readAnswer(202, JSON.stringify(body))).toEqual({
      lines: [
        '202 accepted 1, duplicates 0, conflicts 0, rejected 2',
        '  event 3 (e3): invalid_field: amount: expected a whole number',
        '  event 4: not_an_object: m',
      ],
      isFine: false,
      said: body,
    });
  });

  test('an answer of 400 with the same body is told in the same way', () => {
    const { lines, isFine } = readAnswer(400, JSON.stringify({ ...none, rejected: 1 }));
    expect([lines[0], isFine]).toEqual(['400 accepted 0, duplicates 0, conflicts 0, rejected 1', false]);
  });

  test('a conflict is a finding', () => {
    expect(readAnswer(202, JSON.stringify({ ...none, conflicts: 1 })).isFine).toBe(false);
  });

  const refusals: Record<string, [string, string]> = {
    'of ours is told by code and message': [
      '{"code":"not_json","message":"expected JSON"}',
      '400 not_json: expected JSON',
    ],
    'of API Gateway is told by its message': ['{"message":"Not Found"}', '400 Not Found'],
    'of something between is told as it came': ['<html>\n', '400 <html>'],
  };
  for (const [name, [body, line]] of Object.entries(refusals)) {
    test(`a refusal ${name}`, () => {
      expect(readAnswer(400, body)).toMatchObject({ lines: [line], isFine: false });
    });
  }

  test('a program is told why nothing was taken, whoever refused it', () => {
    expect(readAnswer(400, '{"code":"not_json","message":"expected JSON"}').said).toEqual({
      code: 'not_json',
      message: 'expected JSON',
    });
    expect(readAnswer(502, '<html>\n').said).toEqual({ message: '<html>' });
  });

  test('a 403 names the right that is missing', () => {
    expect(readAnswer(403, '{"message":"Forbidden"}').lines.join()).toContain('execute-api:Invoke');
  });
});
