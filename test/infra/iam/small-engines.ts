import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { closeServer, listenOnLoopback } from '../../../cli/local/listen.ts';

/** SQS and the Parameter Store, as far as the functions ask them: a message is always taken, and each secret is there. */
export const startSmallEngines = async (secrets: ReadonlyMap<string, string>) => {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const input = JSON.parse(await text(request)) as Readonly<Record<string, string>>;
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer(operation, input, secrets)));
  };
  const server = createServer((request, response) => void serve(request, response));
  return { endpoint: `http://127.0.0.1:${await listenOnLoopback(server, 0)}`, stop: () => closeServer(server) };
};

const answer = (
  operation: string,
  input: Readonly<Record<string, string>>,
  secrets: ReadonlyMap<string, string>,
): unknown => {
  switch (operation) {
    case 'GetParameter':
      return { Parameter: { Value: secrets.get(input['Name'] ?? '') } };
    case 'SendMessage':
      // The SDK counts again.
      return {
        MD5OfMessageBody: createHash('md5')
          .update(input['MessageBody'] ?? '')
          .digest('hex'),
      };
    default:
      return {};
  }
};
