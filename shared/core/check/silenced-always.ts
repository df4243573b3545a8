import type { ReadRules, ReadSilence } from '../guardrail/load.ts';
import { localTime } from '../local-time.ts';
import { countOf } from '../message/format.ts';
import { type Period, weekdays } from '../silence/silence.ts';
import { type EpochMs, epochMs, MINUTES_PER_DAY, MS_PER_MINUTE } from '../units.ts';
import type { Found } from './finding.ts';

const MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY;

/** What is left open is a gap between two silences, and no time in which anybody is told. */
const A_GAP = MINUTES_PER_WEEK / 100;
/** Nights and weekends are three quarters of a week. */
const HARDLY_EVER = MINUTES_PER_WEEK / 10;

/**
 * Weekly silences that leave no time in which anybody would be told: silence without an end, written as one with. A
 * guardrail that nobody wants to hear of should go. By the offsets of now: a change of clocks moves them all.
 */
export const silencedAlways = ({ guardrails, silences }: ReadRules, now: EpochMs): readonly Found[] => {
  const ids = guardrails.map(({ guardrail }) => guardrail.id);
  const told = new Set<ReadSilence>();
  return silences.flatMap((read): Found[] => {
    const { match, guardrails: meant, period } = read.silence;
    if (period.kind !== 'weekly') return [];
    const scopes = (meant.length === 0 ? ids : meant).map((id) => ({
      id,
      covering: silences.filter((other) => covers(other, id, match)),
    }));
    for (const { id, covering } of scopes) {
      if (covering.some((other) => told.has(other))) continue;
      const open = MINUTES_PER_WEEK - coveredMinutes(covering, now);
      if (open > HARDLY_EVER) continue;
      told.add(read);
      const what = [id, ...match].join(' with ');
      const left = open === 0 ? 'no minute' : countOf(open, 'minute');
      return [
        {
          severity: open <= A_GAP ? 'error' : 'warning',
          path: [...read.path, 'weekly'],
          message:
            `expected times in which ${what} is told, got silences that leave ${left} of a week` +
            `${covering.length > 1 ? ` (${covering.length} of them together)` : ''}; take the guardrail out, or give it limits that are worth a message`,
        },
      ];
    }
    return [];
  });
};

const covers = ({ silence }: ReadSilence, id: string, match: readonly string[]): boolean =>
  silence.period.kind === 'weekly' &&
  (silence.guardrails.length === 0 || silence.guardrails.includes(id)) &&
  silence.match.every((value) => match.includes(value));

const coveredMinutes = (silences: readonly ReadSilence[], now: EpochMs): number => {
  const covered = new Uint8Array(MINUTES_PER_WEEK);
  for (const { silence } of silences) if (silence.period.kind === 'weekly') cover(covered, silence.period, now);
  return covered.reduce((sum, minute) => sum + minute, 0);
};

/** Marks the minutes of a week of UTC, from Monday on. */
const cover = (covered: Uint8Array, period: Extract<Period, { kind: 'weekly' }>, now: EpochMs): void => {
  const { days, from, until, timezone } = period;
  const ahead = ((localTime(now, timezone) ?? now) - now) / MS_PER_MINUTE;
  const start = minuteOfDay(from);
  const length = (minuteOfDay(until) - start + MINUTES_PER_DAY) % MINUTES_PER_DAY;
  for (const day of days) {
    const begin = weekdays.indexOf(day) * MINUTES_PER_DAY + start - ahead;
    for (let minute = 0; minute < length; minute++) covered[(begin + minute + MINUTES_PER_WEEK) % MINUTES_PER_WEEK] = 1;
  }
};

/** `02:30` as 150. */
const minuteOfDay = (clock: string): number => epochMs(Date.parse(`1970-01-01T${clock}Z`)) / MS_PER_MINUTE;
