import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listenOnLoopback } from '../../cli/local/listen.ts';

/** What happens to a request on its way: nothing, its answer is lost after it was applied, or the service is overloaded. */
export type Fault = 'none' | 'drop-answer' | 'throttle';

/**
 * A proxy between the SDK and an engine that makes the faults that engines don't: answers lost after the write was
 * applied, and throttling. `faultOf` is asked for each request, by its operation (`PutItem`).
 */
export const startFaultyEndpoint = async (target: string, faultOf: (operation: string) => Fault) => {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, answer) => {
    const fault = faultOf(String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '');
    if (fault === 'throttle') return throttle(incoming, answer);
    const forwarded = request(
      { hostname, port, method: incoming.method, path: incoming.url, headers: incoming.headers },
      (response) => {
        if (fault === 'drop-answer') {
          response.resume().once('end', () => incoming.socket.destroy());
          return;
        }
        answer.writeHead(response.statusCode ?? 500, response.headers);
        response.pipe(answer);
      },
    );
    incoming.pipe(forwarded);
    return undefined;
  });
  const listening = await listenOnLoopback(server, 0);
  return { endpoint: `http://127.0.0.1:${listening}`, stop: () => closeServer(server) };
};

const throttle = (incoming: IncomingMessage, answer: ServerResponse): void => {
  incoming.resume().once('end', () => {
    answer.writeHead(400, { 'Content-Type': 'application/x-amz-json-1.0' });
    answer.end(
      JSON.stringify({ __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException', message: 'Rate exceeded' }),
    );
  });
};
