import { limits } from '../limits.ts';
import { addMs, type EpochMs, epochMs } from '../units.ts';
import { placeOfCardNumber } from './card-number-place.ts';
import { eventBySchema } from './event-by-schema.ts';
import { DEFAULT_TYPE, type PaymentEvent } from './event.ts';
import { explain, readableId, type Rejection } from './rejection.ts';
import { eventSchema } from './schema.ts';
import { usualEvent } from './usual-event.ts';

export type Parsed =
  | { readonly ok: true; readonly event: PaymentEvent }
  | { readonly ok: false; readonly rejection: Rejection };

/** Checks one event of a batch. `now` is the server's clock: older and newer times than it accepts are refused. */
export const parseEvent = (raw: unknown, index: number, now: EpochMs): Parsed => {
  const checked = checkEvent(raw, index);
  if (!checked.ok) return checked;
  const { time } = checked.event;
  const earliest = epochMs(now - limits.acceptedAge);
  const latest = addMs(now, limits.acceptedAhead);
  return time < earliest || time > latest ? refuse(raw, index, outOfRange(time, now)) : checked;
};

/** All that can be said of an event whenever it comes: of the past that is replayed everything but its age. */
export const checkEvent = (raw: unknown, index: number): Parsed => {
  const event = usualEvent(raw) ?? eventBySchema(raw);
  if (event === undefined) return refuse(raw, index, firstProblem(raw));

  if (event.type === DEFAULT_TYPE && event.outcome === undefined) {
    // Counted in every total and in no failure, it would thin a failure rate out.
    return refuse(raw, index, {
      code: 'missing_field',
      message: 'outcome: expected on every event of type payment, got nothing',
    });
  }
  if ((event.amount === undefined) !== (event.currency === undefined)) {
    return refuse(raw, index, {
      code: 'missing_field',
      message: 'amount and currency: expected both or neither, got one',
    });
  }
  const place = placeOfCardNumber(event);
  return place === undefined ? { ok: true, event } : refuse(raw, index, cardNumber(place));
};

const cardNumber = (place: string): Pick<Rejection, 'code' | 'message'> => ({
  code: 'card_number',
  message: `${place}: expected no card number, got digits that read as one; send a token, or the last four digits`,
});

const firstProblem = (raw: unknown): Pick<Rejection, 'code' | 'message'> => {
  const issue = eventSchema.safeParse(raw).error?.issues[0];
  if (issue === undefined) throw new Error('the compiled and the plain event schema disagree');
  return explain(issue, raw);
};

const outOfRange = (time: EpochMs, now: EpochMs): Pick<Rejection, 'code' | 'message'> => {
  const expected = 'time: expected from 3 days ago to 5 minutes ahead of the server';
  // An epoch in seconds read as milliseconds lies in January 1970.
  const hint = time > 1e9 && time < 1e10 ? ' (is it in seconds? milliseconds are expected)' : '';
  return { code: 'time_out_of_range', message: `${expected}, got one ${distance(time - now)}${hint}` };
};

const distance = (ms: number): string => {
  const minutes = Math.abs(ms) / 60_000;
  const text = minutes < 120 ? `${minutes.toFixed(0)} minutes` : `${(minutes / 1440).toFixed(1)} days`;
  return ms > 0 ? `${text} ahead` : `${text} ago`;
};

const refuse = (raw: unknown, index: number, problem: Pick<Rejection, 'code' | 'message'>): Parsed => {
  const id = readableId(raw);
  return { ok: false, rejection: { index, ...(id === undefined ? undefined : { id }), ...problem } };
};
