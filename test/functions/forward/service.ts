import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { closeServer, listenOnLoopback } from '../../../cli/local/listen.ts';
import type { Post } from '../../../functions/forward/post.ts';

/** What came over the wire, and for whom it was meant. */
export interface Received {
  readonly method: string;
  /** With the host that it was meant for. */
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface ScriptedAnswer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `reset`: the connection breaks without an answer. `hang`: nobody answers. */
export type Script = (received: Received, count: number) => ScriptedAnswer | 'reset' | 'hang';

export interface Service {
  readonly received: readonly Received[];
  /** Posts to this server what is meant for any other, over a real socket. */
  through(post: Post): Post;
  readonly url: string;
}

/** A service on this machine that answers as its script says, and writes down what it is sent. */
export const startService = async (script: Script): Promise<Service> => {
  const received: Received[] = [];
  const server = createServer((request, answer) => {
    void serve(request, answer);
  });
  const serve = async (request: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const seen = receivedOf(request, await textOf(request));
    received.push(seen);
    const scripted = script(seen, received.length);
    if (scripted === 'reset') request.socket.destroy();
    else if (scripted !== 'hang') answer.writeHead(scripted.status, scripted.headers).end(scripted.body ?? '');
  };
  const url = `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;
  onTestFinished(() => stop(server));
  return {
    received,
    url,
    through: (post) => (request, signal) => {
      const { pathname, search, origin } = new URL(request.url);
      const headers = { ...request.headers, 'X-Meant-For': origin };
      return post({ ...request, url: `${url}${pathname}${search}`, headers }, signal);
    },
  };
};

const stop = (server: Server): Promise<void> => {
  // One that hangs would never end by itself.
  server.closeAllConnections();
  return closeServer(server);
};

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

const receivedOf = ({ method = '', url = '', headers }: IncomingMessage, body: string): Received => ({
  method,
  url: `${String(headers['x-meant-for'])}${url}`,
  headers: new Map(Object.entries(headers).map(([name, value]) => [name, String(value)])),
  body,
});
