import type { GroupKey } from '../rollup/series.ts';
import { type EpochMinute, epochMinute, epochMs, minuteOf, MS_PER_MINUTE, startOf } from '../units.ts';
import { localTime, momentOf } from '../local-time.ts';
import { type ActiveSilence, type Period, type Silence, type Weekday, weekdays } from './silence.ts';

/** The silences that cover a minute, and until when they do. */
export const activeSilences = (silences: readonly Silence[], now: EpochMinute): readonly ActiveSilence[] =>
  silences.flatMap((silence) => {
    const until = endAt(silence.period, now);
    return until === undefined ? [] : [{ silence, until }];
  });

/**
 * The silence that covers a thing of a guardrail: its whole (no values), a group (one) or a culprit (one or two). Of
 * several the one that ends last, since only then is it told.
 */
export const silenceOf = (
  active: readonly ActiveSilence[],
  guardrail: string,
  values: readonly GroupKey[],
): ActiveSilence | undefined =>
  active
    .filter(({ silence }) => covers(silence, guardrail, values))
    .reduce<ActiveSilence | undefined>(
      (last, next) => (last === undefined || next.until > last.until ? next : last),
      undefined,
    );

const covers = ({ guardrails, match }: Silence, guardrail: string, values: readonly GroupKey[]): boolean =>
  (guardrails.length === 0 || guardrails.includes(guardrail)) && match.every((value) => values.includes(value));

/** The first minute after the stretch of the period in which `now` lies; undefined if it lies in none. */
const endAt = (period: Period, now: EpochMinute): EpochMinute | undefined => {
  switch (period.kind) {
    case 'once':
      return period.from <= startOf(now) && startOf(now) < period.until
        ? epochMinute(Math.ceil(period.until / MS_PER_MINUTE))
        : undefined;
    case 'weekly':
      return weeklyEndAt(period, now);
  }
};

/**
 * By the clocks there: where an hour comes twice, a stretch begins and ends in the first of the two; it does not stop and
 * begin again.
 */
const weeklyEndAt = (
  { days, from, until, timezone }: Extract<Period, { kind: 'weekly' }>,
  now: EpochMinute,
): EpochMinute | undefined => {
  const local = localTime(startOf(now), timezone);
  // Known when the rules were loaded and not here: a message too many is better than a tick that fails.
  if (local === undefined) return undefined;
  const [start, end] = [timeOfDay(from), timeOfDay(until)];
  const today = Math.floor(local / DAY);
  for (const day of [today, today - 1]) {
    if (!days.some((weekday) => weekday === weekdayOf(day))) continue;
    const opens = minuteOf(momentOf(epochMs(day * DAY + start), timezone));
    const closes = minuteOf(momentOf(epochMs((end > start ? day : day + 1) * DAY + end), timezone));
    if (opens <= now && now < closes) return closes;
  }
  return undefined;
};

const DAY = 24 * 60 * MS_PER_MINUTE;

/** `02:30` in milliseconds. */
const timeOfDay = (text: string): number => Date.parse(`1970-01-01T${text}Z`);

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): Weekday | undefined => weekdays[(day + 3) % 7];
