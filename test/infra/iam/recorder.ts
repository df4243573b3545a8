import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { closeServer, listenOnLoopback } from '../../../cli/local/listen.ts';
import { type Call, callText } from './call.ts';
import type { Deployment } from './deployment.ts';
import { callOf, serviceOf, type SignedRequest } from './on-the-wire.ts';

/** What happens to a request: it passes, its answer is lost after it was applied, or it is refused before. */
export type Fault = (call: Call) => 'none' | 'lose answer' | { readonly status: number; readonly body: string };

/**
 * Stands where AWS would (`AWS_ENDPOINT_URL`), before the engine of each service, and writes down what is called on whose
 * behalf. On the wire and not in the SDK: what is asked there is what IAM would be asked, whoever asks.
 */
export class Recorder {
  readonly #deployment: Deployment;
  readonly #engines: ReadonlyMap<string, string>;
  readonly #server = createServer((incoming, answer) => void this.#take(incoming, answer));
  readonly #calls = new Map<string, Map<string, Call>>();
  readonly #problems: string[] = [];
  #caller: string | undefined;
  fault: Fault = () => 'none';

  /** `engines`: endpoints by the name that services are signed for. */
  constructor(deployment: Deployment, engines: ReadonlyMap<string, string>) {
    this.#deployment = deployment;
    this.#engines = engines;
  }

  async start(): Promise<string> {
    return `http://127.0.0.1:${await listenOnLoopback(this.#server, 0)}`;
  }

  stop(): Promise<void> {
    return closeServer(this.#server);
  }

  /** All that comes in meanwhile is called by `caller`. */
  async during<Result>(caller: string, act: () => Promise<Result>): Promise<Result> {
    if (this.#caller !== undefined) throw new Error(`expected one caller at a time; ${this.#caller} is not done`);
    this.#caller = caller;
    try {
      const result = await act();
      this.#complain();
      return result;
    } catch (cause) {
      this.#complain(cause);
      throw cause;
    } finally {
      this.#caller = undefined;
    }
  }

  /** What could not be written down comes first: what was thrown then came of it. */
  #complain(cause?: unknown): void {
    const problems = this.#problems.splice(0);
    if (problems.length > 0) throw new Error(problems.join('\n'), { cause });
  }

  /** Each once, whatever else was in it. */
  callsOf(caller: string): readonly Call[] {
    return [...(this.#calls.get(caller)?.values() ?? [])];
  }

  async #take(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const request = { headers: incoming.headers, body: await text(incoming) };
    try {
      const call = callOf(request, this.#deployment);
      if (this.#caller === undefined) throw new Error(`${callText(call)}: expected a caller, but nobody is at work`);
      const calls = this.#calls.get(this.#caller) ?? new Map<string, Call>();
      this.#calls.set(this.#caller, calls.set(JSON.stringify(call), call));
      const fault = this.fault(call);
      if (typeof fault === 'string') this.#pass(incoming, request, fault === 'none' ? answer : undefined);
      else answer.writeHead(fault.status, { 'content-type': 'text/xml' }).end(fault.body);
    } catch (error) {
      this.#problems.push(error instanceof Error ? error.message : String(error));
      answer.writeHead(400).end();
    }
  }

  #pass(incoming: IncomingMessage, request: SignedRequest, answer: ServerResponse | undefined): void {
    const engine = this.#engines.get(serviceOf(request));
    if (engine === undefined) throw new Error(`expected an engine for ${serviceOf(request)}, there is none`);
    const { hostname, port } = new URL(engine);
    const options = { hostname, port, method: incoming.method, path: incoming.url, headers: request.headers };
    httpRequest(options, (response) => {
      if (answer === undefined) return void response.resume().once('end', () => incoming.socket.destroy());
      answer.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(answer);
    }).end(request.body);
  }
}
