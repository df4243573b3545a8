import type { Notification } from '../incident/notification.ts';
import { type GroupKey, WHOLE } from '../rollup/series.ts';
import { type EpochMinute, type EpochMs, startOf } from '../units.ts';

/** `58.2%`, `0.41%`: three digits that mean something, whatever the size of the rate. */
export const percentText = (rate: number): string => {
  const percent = rate * 100;
  const decimals = percent >= 10 || percent === 0 ? 1 : percent >= 1 ? 2 : 3;
  return `${percent
    .toFixed(decimals)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')}%`;
};

/** `5,054`. */
export const countText = (count: number): string => count.toLocaleString('en-US');

/** `1 in 10^43`: the power of ten that the chance stays below. */
export const chanceText = (probability: number): string => {
  const power = probability > 0 ? Math.floor(-Math.log10(probability)) : 300;
  return power < 6 ? `1 in ${countText(10 ** power)}` : `1 in 10^${power}`;
};

export const durationText = (minutes: number): string => {
  if (minutes < 60) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
};

export const isoText = (time: EpochMs): string => new Date(time).toISOString();
/** `09:15`. */
export const clockText = (minute: EpochMinute): string => isoText(startOf(minute)).slice(11, 16);
/** `2026-03-02 09:15 UTC`. */
export const dateText = (minute: EpochMinute): string =>
  `${isoText(startOf(minute)).slice(0, 16).replace('T', ' ')} UTC`;

/** `latencyMs` percentiles as `1.84 s` or `812 ms`. */
export const latencyText = (ms: number): string =>
  ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${countText(Math.round(ms))} ms`;

/** `p95`, `p99.9`. */
export const percentileName = ({ percentile }: Notification['guardrail']): string =>
  percentile === undefined ? '' : `p${Number((percentile * 100).toFixed(1))}`;

/** A group as a person reads it. Its value came from outside: control characters could forge lines, bidi marks hide them. */
export const groupText = (group: GroupKey): string => (group === WHOLE ? 'overall' : plain(group));

const plain = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');

/** Printable ASCII: what SNS takes in a subject, and every phone in an SMS. */
export const ascii = (text: string): string => text.replaceAll(/[^ -~]/gu, '?');

/** At most `length` characters, cut between code points and marked. */
export const cut = (text: string, length: number): string => {
  const points = Array.from(text);
  return points.length <= length ? text : `${points.slice(0, length - 3).join('')}...`;
};
