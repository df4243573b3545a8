import { request } from 'node:http';
import { type Answer, readAnswer } from '../cli/send/answer.ts';
import { signedHeaders } from '../cli/send/sign.ts';
import { targetOf } from '../cli/send/target.ts';
import type { Aws } from './aws.ts';
import type { SampleEvent } from './sample.ts';
import type { Target } from './target.ts';

/** Posts a batch to the events API, signed, as a producer does. */
export const postEvents = async (
  eventsUrl: string,
  events: readonly SampleEvent[],
  target: Target,
  { client: { credentials } }: Aws,
): Promise<Answer> => {
  const body = JSON.stringify({ events });
  const url = target.kind === 'account' ? targetOf(eventsUrl, target.region).url : new URL(eventsUrl);
  const plain = { 'content-type': 'application/json' };
  const headers = await signedHeaders({ url, headers: plain, body }, target.region, await credentials());
  const { status, text } =
    target.kind === 'account'
      ? await overHttps(url, headers, body)
      : await atEmulator(target.endpoint, url, headers, body);
  return readAnswer(status, text);
};

interface Response {
  readonly status: number;
  readonly text: string;
}

type Headers = Readonly<Record<string, string>>;

const overHttps = async (url: URL, headers: Headers, body: string): Promise<Response> => {
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(answerTime) });
  return { status: response.status, text: await response.text() };
};

/** Host names such as abc.execute-api.localhost mean something to an emulator and nothing to the resolver of this machine. */
const atEmulator = ({ hostname, port }: URL, { pathname }: URL, headers: Headers, body: string): Promise<Response> =>
  new Promise((resolve, reject) => {
    const options = { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 80 : port, path: pathname, headers };
    const sent = request({ ...options, method: 'POST', timeout: answerTime }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('error', reject).on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('timeout', () =>
      sent.destroy(new Error(`Nothing answered at ${hostname}:${port} within ${answerTime} ms`)),
    );
    sent.on('error', reject).end(body);
  });

const answerTime = 30_000;
