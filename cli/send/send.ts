import { countText } from '../../shared/core/message/format.ts';
import { epochMs, MS_PER_MINUTE } from '../../shared/core/units.ts';
import { readText } from '../files.ts';
import { readAnswer } from './answer.ts';
import { currentPayload, type Payload, unchangedPayload } from './payload.ts';
import { signedHeaders } from './sign.ts';
import { type Target, targetOf } from './target.ts';

export interface Sending {
  readonly file: string;
  readonly url: string;
  /** Instead of `url`: the address that the outputs of a deployed stack give. */
  readonly stack?: string | true;
  readonly region?: string;
  readonly keepTimes?: true;
  readonly json?: true;
}

/** Posts a file and prints the answer. True if every event was taken. */
export const send = async ({ file, url, stack, region, keepTimes, json }: Sending): Promise<boolean> => {
  const target = targetOf(stack === undefined ? url : await eventsUrlOf(stack, region), region);
  const text = await readText(file);
  const payload = keepTimes === true ? unchangedPayload(text) : currentPayload(text, epochMs(Date.now()));
  const movedByMinutes = payload.shift / MS_PER_MINUTE;
  if (movedByMinutes !== 0 && json !== true)
    console.log(`times moved by ${countText(movedByMinutes)} minutes: the newest event is less than a minute old`);
  const response = await post(target, payload);
  const answer = readAnswer(response.status, await response.text());
  if (json === true)
    console.log(JSON.stringify({ status: response.status, movedByMinutes, ...answer.said }, undefined, 2));
  else for (const line of answer.lines) console.log(line);
  return answer.isFine;
};

const eventsUrlOf = async (stack: string | true, region: string | undefined): Promise<string> => {
  // Loaded only here: the client takes longer to load than a file takes to be sent to this machine.
  const { findStack } = await import('../place/stack.ts');
  const { output } = await findStack({ stack, region });
  return output('EventsUrl');
};

const post = async ({ url, signFor }: Target, { body, contentType }: Payload): Promise<Response> => {
  const plain = { 'content-type': contentType };
  const headers = signFor === undefined ? plain : await signedHeaders({ url, headers: plain, body }, signFor.region);
  try {
    return await fetch(url, { method: 'POST', headers, body });
  } catch (error) {
    const hint = signFor === undefined ? '; is it running? Start it with npm start' : '';
    throw new Error(`Nothing answered at ${url.origin}${hint}`, { cause: error });
  }
};
