import { type DurationMs, type EpochMinute, type EpochMs, hours, minuteOf, startOf } from '../units.ts';

/** `58.2%`, `0.41%`: three digits that mean something, whatever the size of the rate. Only all is 100%, only none 0%. */
export const percentText = (rate: number): string => {
  const percent = rate * 100;
  if (rate < 1 && percent >= 99.95) return 'over 99.9%';
  if (rate > 0 && percent < 0.0005) return 'under 0.001%';
  const decimals = percent >= 10 || percent === 0 ? 1 : percent >= 1 ? 2 : 3;
  return `${percent
    .toFixed(decimals)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')}%`;
};

/** `5,054`. */
export const countText = (count: number): string => count.toLocaleString('en-US');

/** `1 event`, `5,054 events`. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${countText(count)} ${count === 1 ? one : many}`;

/** `1.2`, `0.067`, `1,234`: three digits, and never fewer than the whole part has. */
export const numberText = (value: number): string =>
  Math.abs(value) >= 100
    ? countText(Math.round(value))
    : value.toLocaleString('en-US', { maximumSignificantDigits: 3 });

/** `1 check in 10 million`: a power of ten that the chance stays below. Nobody at night tells 10^12 from 10^43. */
export const chanceText = (probability: number, of = 'check'): string => {
  const power = probability > 0 ? Math.floor(-Math.log10(probability)) : powersOfTen.length;
  if (power < 1) return countOf(Math.ceil(probability * 100), of).concat(' in 100');
  return `1 ${of} in ${powersOfTen[Math.min(power, powersOfTen.length) - 1] ?? 'ten'}`;
};

const powersOfTen = [
  '10',
  '100',
  '1,000',
  '10,000',
  '100,000',
  'a million',
  '10 million',
  '100 million',
  'a billion',
] as const;

/** `1 minute`, `4 h 2 min`, `2 days 3 h`. */
export const durationText = (minutes: number): string => {
  if (minutes < 60) return countOf(minutes, 'minute');
  const whole = Math.floor(minutes / 60);
  if (whole < 48) return minutes % 60 === 0 ? `${whole} h` : `${whole} h ${minutes % 60} min`;
  const days = `${Math.floor(whole / 24)} days`;
  return whole % 24 === 0 ? days : `${days} ${whole % 24} h`;
};

/** `24 hours`, of a length that is whole hours. */
export const hoursText = (duration: DurationMs): string => countOf(duration / hours(1), 'hour');

export const isoText = (time: EpochMs): string => new Date(time).toISOString();
/** `09:15`. */
export const clockText = (minute: EpochMinute): string => isoText(startOf(minute)).slice(11, 16);
/** `2026-03-02 09:15 UTC`. */
export const dateText = (minute: EpochMinute): string => `${dateTimeText(minute)} UTC`;

/** `09:15 UTC` to a reader of that day, `2026-03-01 09:15 UTC` to one of another. */
export const momentText = (minute: EpochMinute, at: EpochMs): string =>
  dayText(minute) === dayText(minuteOf(at)) ? `${clockText(minute)} UTC` : dateText(minute);

/** `from 08:58 to 09:00 UTC`, with dates where it is not all of the reader's day. */
export const spanText = (from: EpochMinute, to: EpochMinute, at: EpochMs): string => {
  const isOneDay = dayText(from) === dayText(to);
  const start = isOneDay && dayText(from) === dayText(minuteOf(at)) ? clockText(from) : dateTimeText(from);
  return `from ${start} to ${isOneDay ? clockText(to) : dateTimeText(to)} UTC`;
};

const dateTimeText = (minute: EpochMinute): string => `${dayText(minute)} ${clockText(minute)}`;
/** `2026-03-02`. */
export const dayText = (minute: EpochMinute): string => isoText(startOf(minute)).slice(0, 10);

/** `latencyMs` percentiles as `18.4 s` or `812 ms`. */
export const latencyText = (ms: number): string =>
  ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${countText(Math.round(ms))} ms`;
