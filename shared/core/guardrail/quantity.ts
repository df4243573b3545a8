import { durationMs, type DurationMs, perMinute, type PerMinute, ratio, type Ratio } from '../units.ts';

const PERCENT = /^(\d+(?:\.\d+)?)\s*%$/;
const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/;
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

const quantity = (text: string, form: RegExp, units: Units): number | undefined => {
  const [, amount, unit] = form.exec(text) ?? [];
  const value = units.get(unit ?? '')?.(Number(amount));
  // So many digits that they make Infinity, which JSON would write as null.
  return Number.isFinite(value) ? value : undefined;
};
