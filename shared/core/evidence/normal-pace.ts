import type { Limit } from '../guardrail/guardrail.ts';
import { perMinute } from '../units.ts';
import { baselineOf, weeksWorth } from './baseline.ts';
import { evidenceDefaults } from './constants.ts';
import type { PastPace } from './estimated-pace.ts';
import type { Look } from './look.ts';
import { medianOf, spreadOf } from './median.ts';
import { asPercent } from './reason.ts';
import type { Normal } from './verdict.ts';
import type { Window } from './window.ts';

/** A limit in events a minute; with what is normal, where it came from past weeks. */
export interface PaceLimit extends Limit {
  readonly normal?: Normal;
  /** How far real volumes stray from it, as a share of it, beyond chance. */
  readonly spread?: number;
  /** What the limit was estimated from: as many events are expected in each minute of `time`. */
  readonly past?: PastPace;
}

export type ResolvedPace =
  | { readonly known: true; readonly limit: PaceLimit }
  | { readonly known: false; readonly reason: string };

/** The multiple of the median of past weeks' paces that a limit stands for, over a window. */
export const resolvePace = (look: Look, limit: Limit, window: Pick<Window, 'from' | 'to'>): ResolvedPace => {
  if (look.guardrail.baseline === undefined) return { known: true, limit };
  const baseline = baselineOf(look, limit, window);
  if (!baseline.known) return baseline;
  const { volumeSpread, baseline: allowed } = evidenceDefaults;
  const weeks = baseline.weeks.map((past) => past.window);
  const paces = weeks.map(({ total, from, to }) => total / (to - from));
  const pace = medianOf(paces);
  const minutes = medianOf(weeks.map(({ from, to }) => to - from));
  const spread = spreadBeyondChance(paces, pace, minutes);
  if (spread > allowed.spread) {
    const reason =
      `normal is not known: the ${weeks.length} past weeks differ by ${asPercent(spread)} at this time, ` +
      `at most ${asPercent(allowed.spread)} can be told from an outage`;
    return { known: false, reason };
  }
  const time = weeksWorth(weeks.length) * minutes;
  const rate = perMinute(pace * limit.rate);
  return {
    known: true,
    limit: {
      ...limit,
      rate,
      normal: { rate: pace, limit: rate, weeks: weeks.length },
      spread: Math.max(volumeSpread, spread),
      // A minute now counts as so many of the past as its limit is a multiple of theirs.
      past: { count: pace * time, time: time / limit.rate },
    },
  };
};

/** Counts differ by the root of themselves without any reason: ten a night are no proof that nobody knows the night. */
const spreadBeyondChance = (paces: readonly number[], pace: number, minutes: number): number =>
  pace === 0 ? 0 : Math.sqrt(Math.max(0, (spreadOf(paces) / pace) ** 2 - 1 / (pace * minutes)));
