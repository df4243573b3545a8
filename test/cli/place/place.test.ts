import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { closeServer, listenOnLoopback } from '../../../cli/local/listen.ts';
import { atPlace } from '../../../cli/place/place.ts';
import { errorText } from '../../../cli/run-program.ts';
import { dynamoSilences } from '../../../shared/adapters/dynamodb/silences.ts';
import { NOW } from '../../support/builders.ts';

/** A DynamoDB that lets nobody in. */
let server: Server;
let endpoint: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().once('end', () => {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(
        '{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"User: anna is not authorized"}',
      );
    });
  });
  endpoint = `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;
});
afterAll(() => closeServer(server));
afterEach(() => {
  vi.unstubAllEnvs();
});

it('where a right is missing the policy is named that gives it', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  const error: unknown = await atPlace({ table: 'payments' }, ({ table }) => dynamoSilences(table).list(NOW)).catch(
    (thrown: unknown) => thrown,
  );
  expect(errorText(error)).toBe(
    'The table payments could not be read or written; expected a role that has the policy OperatorPolicyArn, an output of the stack\n' +
      '  because: User: anna is not authorized',
  );
});
