import { durationMs, MS_PER_MINUTE, type DurationMs, type EpochMs } from '../../shared/core/units.ts';

/** A file as it will be posted. */
export interface Payload {
  readonly body: string;
  readonly contentType: string;
  /** By how much the times were moved; 0 if they were not. */
  readonly shift: DurationMs;
}

/**
 * Moves all times of a batch so that its newest event is less than a minute old, for samples grow old and times over three
 * days are refused. By whole minutes: sent twice in a row a file is the same twice, and counts once.
 */
export const currentPayload = (text: string, now: EpochMs): Payload => {
  const parsed = parse(text);
  const events = eventsIn(parsed);
  const times = events.flatMap(timeOf);
  if (times.length === 0) return unchangedPayload(text);
  const shift = Math.floor((now - Math.max(...times)) / MS_PER_MINUTE) * MS_PER_MINUTE;
  for (const event of events) moveTime(event, shift);
  return { body: JSON.stringify(parsed), contentType: contentTypeOf(parsed), shift: durationMs(shift) };
};

/** The text as it is, even if it is no JSON: what the server says to it is what was asked. */
export const unchangedPayload = (text: string): Payload => ({
  body: text,
  contentType: contentTypeOf(parse(text)),
  shift: durationMs(0),
});

/** An array is a CloudEvents batch, anything else goes as plain JSON. */
const contentTypeOf = (parsed: unknown): string =>
  Array.isArray(parsed) ? 'application/cloudevents-batch+json' : 'application/json';

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

type Timed = Record<'time', unknown>;

const eventsIn = (parsed: unknown): Timed[] => {
  const events = Array.isArray(parsed) ? parsed : isObject(parsed) && 'events' in parsed ? parsed.events : [];
  return Array.isArray(events)
    ? (events as unknown[]).filter((event): event is Timed => isObject(event) && 'time' in event)
    : [];
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Nothing for a time that is none: a sample of mistakes keeps its mistakes. */
const timeOf = ({ time }: Timed): number[] => {
  const parsed = typeof time === 'string' ? Date.parse(time) : time;
  return typeof parsed === 'number' && Number.isSafeInteger(parsed) ? [parsed] : [];
};

const moveTime = (event: Timed, shift: number): void => {
  const [time] = timeOf(event);
  if (time === undefined) return;
  event.time = typeof event.time === 'string' ? new Date(time + shift).toISOString() : time + shift;
};
