import * as z from 'zod/mini';
import { type EpochMs, epochMs } from '../units.ts';

/** The form that the schema takes a time in, when it is text. */
const isoTime = z.regexes.datetime({ offset: true });

/** `2026-03-02T09:00:30.000Z`: what `toISOString` writes, and most producers. */
const CANONICAL_LENGTH = 24;
const MINUTE_LENGTH = 17;

/** The minute of the last such time, and when it began: of the next one only seconds are read, a tenth of the time. */
let minute = '';
let minuteStart = Number.NaN;

/** The moment that the `time` of an event says, cut to milliseconds; nothing where the schema would not take it. */
export const momentOf = (time: unknown): EpochMs | undefined => {
  if (typeof time === 'number') return Number.isSafeInteger(time) ? epochMs(time) : undefined;
  if (typeof time !== 'string') return undefined;
  const isCanonical = time.length === CANONICAL_LENGTH && time.charCodeAt(CANONICAL_LENGTH - 1) === ZULU;
  if (isCanonical && minute !== '' && time.startsWith(minute)) {
    const inMinute = secondsAt(time);
    if (!Number.isNaN(inMinute)) return epochMs(minuteStart + inMinute);
  }
  if (!isoTime.test(time)) return undefined;
  if (isCanonical && time[MINUTE_LENGTH + 2] === '.') {
    minute = time.slice(0, MINUTE_LENGTH);
    minuteStart = Date.parse(`${minute}00.000Z`);
  }
  return epochMs(Date.parse(time));
};

/** Milliseconds in `ss.mmm` behind the minute; NaN where something else stands there. */
const secondsAt = (time: string): number => {
  const seconds = digit(time, 17) * 10 + digit(time, 18);
  if (!(seconds < 60) || time.charCodeAt(19) !== POINT) return Number.NaN;
  return seconds * 1000 + digit(time, 20) * 100 + digit(time, 21) * 10 + digit(time, 22);
};

const POINT = 46;
const ZULU = 90;

const digit = (text: string, at: number): number => {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
};
