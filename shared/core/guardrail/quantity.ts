import {
  durationMs,
  type DurationMs,
  multiple,
  type Multiple,
  perMinute,
  type PerMinute,
  ratio,
  type Ratio,
} from '../units.ts';

const PERCENT = /^(\d+(?:\.\d+)?)\s*%$/;
const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/;
const MULTIPLE = /^(\d+(?:\.\d+)?)\s*(x|%\s+of)\s+baseline$/;
const FREQUENCY = /^(\d+(?:\.\d+)?)\s*\/\s*(s|min|h)$/;

type Units = ReadonlyMap<string, (amount: number) => number>;
const inMilliseconds: Units = new Map([
  ['ms', (amount) => amount],
  ['s', (amount) => amount * 1000],
  ['m', (amount) => amount * 60_000],
  ['h', (amount) => amount * 3_600_000],
  ['d', (amount) => amount * 86_400_000],
]);
const inEventsAMinute: Units = new Map([
  ['s', (amount) => amount * 60],
  ['min', (amount) => amount],
  ['h', (amount) => amount / 60],
]);

/** `3%` as 0.03, above 0 and below 1; undefined for anything else. A bare `3` is nobody's guess: it may mean 3 or 300 %. */
export const parsePercent = (text: string): Ratio | undefined => {
  const percent = Number(PERCENT.exec(text)?.[1] ?? Number.NaN);
  return percent > 0 && percent < 100 ? ratio(percent / 100) : undefined;
};

/** `800ms`, `1.5s`, `2m`, `4h`, `1d` in milliseconds, 0 or more; undefined for anything else. */
export const parseDuration = (text: string): DurationMs | undefined => {
  const value = quantity(text, DURATION, inMilliseconds);
  return value === undefined ? undefined : durationMs(value);
};

/** `20/min`, `3/s`, `100/h` in events a minute, above 0; undefined for anything else. */
export const parseFrequency = (text: string): PerMinute | undefined => {
  const value = quantity(text, FREQUENCY, inEventsAMinute);
  return value === undefined || value === 0 ? undefined : perMinute(value);
};

/** The same and `20/d`: what comes in a day is no limit, since no volume is judged over one, but somebody may expect it. */
export const parseExpected = (text: string): PerMinute | undefined => {
  const value = quantity(text, EXPECTED, inEventsADay);
  return value === undefined || value === 0 ? parseFrequency(text) : perMinute(value);
};

/** `2x baseline`, `50% of baseline` as 2 and 0.5, above 0; undefined for anything else. */
export const parseMultiple = (text: string): Multiple | undefined => {
  const [, amount, unit] = MULTIPLE.exec(text) ?? [];
  const value = Number(amount) / (unit === 'x' ? 1 : 100);
  return value > 0 && Number.isFinite(value) ? multiple(value) : undefined;
};

/** Each form as a pattern for editors, which can't ask the parsers: it takes a little more than these do, such as 0%. */
export const forms = {
  percent: PERCENT.source,
  duration: DURATION.source,
  limit: [PERCENT, DURATION, MULTIPLE, FREQUENCY].map(({ source }) => source).join('|'),
  expected: '^\\d+(?:\\.\\d+)?\\s*\\/\\s*(s|min|h|d)$',
} as const;

const EXPECTED = /^(\d+(?:\.\d+)?)\s*\/\s*(d)$/;
const inEventsADay: Units = new Map([['d', (amount) => amount / 1440]]);

const quantity = (text: string, form: RegExp, units: Units): number | undefined => {
  const [, amount, unit] = form.exec(text) ?? [];
  const value = units.get(unit ?? '')?.(Number(amount));
  // So many digits that they make Infinity, which JSON would write as null.
  return Number.isFinite(value) ? value : undefined;
};
