import { createServer, type IncomingMessage, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeServer, listenOnLoopback } from '../../cli/local/listen.ts';
import { awsAt } from '../../e2e/aws.ts';
import { postEvents } from '../../e2e/post.ts';
import { targetFrom } from '../../e2e/target.ts';

const events = [{ id: 'pay_1', time: '2026-03-02T09:00:00.000Z', outcome: 'failed', attributes: {} }];

describe('a batch', () => {
  const requests: { readonly url: string; readonly headers: IncomingMessage['headers']; body: string }[] = [];
  let server: Server;
  let endpoint: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const seen = { url: request.url ?? '', headers: request.headers, body: '' };
      requests.push(seen);
      request.setEncoding('utf8').on('data', (text: string) => (seen.body += text));
      request.on('end', () =>
        response.writeHead(202).end('{"accepted":1,"duplicates":0,"conflicts":0,"rejected":0,"errors":[]}'),
      );
    });
    endpoint = `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;
  });
  afterAll(() => closeServer(server));

  test('goes to the emulator under the name that the stack gave, which no resolver knows, and is signed for it', async () => {
    const target = targetFrom({ yes: false, region: 'eu-west-1' }, { AWS_ENDPOINT_URL: endpoint });
    const answer = await postEvents('http://a1b2.execute-api.localhost:1/v1/events', events, target, awsAt(target, {}));
    expect(answer).toMatchObject({ isFine: true, lines: ['202 accepted 1, duplicates 0, conflicts 0, rejected 0'] });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      url: '/v1/events',
      headers: {
        host: 'a1b2.execute-api.localhost:1',
        'content-type': 'application/json',
        authorization: expect.stringMatching(
          /Credential=test\/\d+\/eu-west-1\/execute-api\/aws4_request, SignedHeaders=content-type;host;/,
        ),
      },
      body: JSON.stringify({ events }),
    });
  });

  test('goes to a real account over https only', async () => {
    const target = targetFrom({ yes: true, account: '111122223333', region: 'eu-west-1' }, {});
    await expect(postEvents('http://a1b2.example.com/v1/events', events, target, awsAt(target, {}))).rejects.toThrow(
      /Expected https/,
    );
  });
});
