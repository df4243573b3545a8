import { durationMs, type DurationMs, ratio, type Ratio } from '../units.ts';

const PERCENT = /^(\d+(?:\.\d+)?)\s*%$/;
const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m)$/;
const millisecondsPer = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
]);

/** `3%` as 0.03, above 0 and below 1; undefined for anything else. A bare `3` is nobody's guess: it may mean 3 or 300 %. */
export const parsePercent = (text: string): Ratio | undefined => {
  const percent = Number(PERCENT.exec(text)?.[1] ?? Number.NaN);
  return percent > 0 && percent < 100 ? ratio(percent / 100) : undefined;
};

/** `800ms`, `1.5s`, `2m` in milliseconds, above 0; undefined for anything else. */
export const parseDuration = (text: string): DurationMs | undefined => {
  const [, amount, unit] = DURATION.exec(text) ?? [];
  const value = Number(amount ?? Number.NaN) * (millisecondsPer.get(unit ?? '') ?? Number.NaN);
  return value > 0 ? durationMs(value) : undefined;
};
