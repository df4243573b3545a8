import { limits } from '../limits.ts';
import { type EpochMs, minuteOf } from '../units.ts';
import { isDeeperThan } from './depth.ts';
import { type Envelope, type Opened, openEnvelope } from './envelope.ts';
import type { PaymentEvent } from './event.ts';
import { parseEvent } from './parse.ts';
import type { Rejection } from './rejection.ts';

export type { Envelope } from './envelope.ts';

/** Why a whole batch was refused. `status` is what HTTP answers; a queue message that gets one is reported as failed. */
export interface Refusal {
  readonly status: 400 | 413;
  readonly code: 'body_too_large' | 'too_deep' | 'not_json' | 'bad_envelope' | 'too_many_events' | 'too_many_minutes';
  readonly message: string;
}

export type ReadBatch =
  | { readonly ok: false; readonly refusal: Refusal }
  | {
      readonly ok: true;
      readonly events: readonly PaymentEvent[];
      /** Position in the batch of each event of `events`. */
      readonly indexes: readonly number[];
      readonly rejections: readonly Rejection[];
    };

/**
 * Reads a body, and refuses it for the first of: size, depth, JSON, envelope, number of events, number of minutes.
 *
 * Depth is looked for last, and not at all where every event is valid and the body holds nothing else: looking takes a third
 * of the time of JSON.parse, which keeps no stack of its own. 4 MB of brackets take it 0.5 s and 250 MB, and as many empty
 * objects side by side, which are no deeper than a batch, 0.3 s and 200 MB.
 */
export const readBatch = (text: string, envelope: Envelope, now: EpochMs): ReadBatch => {
  const bytes = text.length * 3 <= limits.bodyBytes ? 0 : Buffer.byteLength(text, 'utf8');
  if (bytes > limits.bodyBytes) {
    return refuse(
      413,
      'body_too_large',
      `expected at most ${limits.bodyBytes} bytes, got ${bytes}; send smaller batches`,
    );
  }
  const json = parseJson(text);
  const opened: Opened | undefined = json && openEnvelope(json.value, envelope);
  const batch = opened === undefined ? notJson : readOpened(opened, now);
  const isShallow = batch.ok && batch.rejections.length === 0 && opened?.alone === true;
  return isShallow || !isDeeperThan(text, limits.bodyDepth) ? batch : tooDeep;
};

const readOpened = (opened: Opened, now: EpochMs): ReadBatch => {
  if ('problem' in opened) return refuse(400, 'bad_envelope', opened.problem);
  const { length } = opened.events;
  return length > limits.eventsPerBatch
    ? refuse(413, 'too_many_events', `expected at most ${limits.eventsPerBatch} events, got ${length}`)
    : parseAll(opened.events, now);
};

const parseAll = (raw: readonly unknown[], now: EpochMs): ReadBatch => {
  const events: PaymentEvent[] = [];
  const indexes: number[] = [];
  const rejections: Rejection[] = [];
  const minutes = new Set<number>();
  for (let index = 0; index < raw.length; index++) {
    const parsed = parseEvent(raw[index], index, now);
    if (parsed.ok) {
      events.push(parsed.event);
      indexes.push(index);
      minutes.add(minuteOf(parsed.event.time));
    } else {
      rejections.push(parsed.rejection);
    }
  }
  if (minutes.size > limits.minutesPerBatch) {
    return refuse(
      400,
      'too_many_minutes',
      `expected events of at most ${limits.minutesPerBatch} minutes, got ${minutes.size}; split the batch by time`,
    );
  }
  return { ok: true, events, indexes, rejections };
};

const parseJson = (text: string): { value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

const refuse = (status: Refusal['status'], code: Refusal['code'], message: string): ReadBatch => ({
  ok: false,
  refusal: { status, code, message },
});

const tooDeep = refuse(400, 'too_deep', `expected JSON nested at most ${limits.bodyDepth} deep, got deeper`);
const notJson = refuse(400, 'not_json', 'expected JSON, got something that does not parse as JSON');
