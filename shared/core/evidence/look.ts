import type { Guardrail, Limit } from '../guardrail/guardrail.ts';
import type { Series } from '../rollup/series.ts';
import { addMinutes, type EpochMinute, epochMinute, hourOf } from '../units.ts';
import { evidenceDefaults, LONGEST_WINDOW_MINUTES } from './constants.ts';
import { hasPast } from './past-hours.ts';
import type { Proof } from './verdict.ts';

/** One member of a guardrail at one tick, with all that its judgement depends on. */
export interface Look {
  readonly guardrail: Guardrail;
  /** One series per metric of the guardrail, ending at `now`. Of a volume, a minute without events is a 0 in it. */
  readonly series: readonly Series[];
  /** The minute that begins now; the newest whole minute is the one before. */
  readonly now: EpochMinute;
  /**
   * Windows reach back no further: what led to a recovery does not count against it again. Of a volume, no further than
   * the first minute that ever had events: before it nobody knows what to expect.
   */
  readonly horizon?: EpochMinute;
  /**
   * Where the trouble began that is open now, or waits for its second look. Calm hours before it do not prove that it is
   * over: in a day of 2 % an hour of 40 % is hardly seen.
   */
  readonly since?: EpochMinute;
  /** Chance of a breach per look, see shareOfChance in judge.ts. */
  readonly alpha: number;
  /** Dispersion learned from past hours; 1 where nothing was. */
  readonly history: number;
}

/**
 * What one test of one window came to. `rule`: the numbers alone would be proof, and a rule that guards against being
 * fooled by one payment holds it back. `other-side`: the rate is not on the side of the limit that was asked about.
 */
export type Tested =
  | { readonly proven: true; readonly proof: Proof }
  | { readonly proven: false; readonly because: 'other-side' | 'chance' | 'rule'; readonly reason: string };

/** How a kind of guardrail is tested; `from` is where the window begins, where it ends is up to the kind. */
export interface Method {
  /** Minutes, shortest first; the long ones that all kinds share come after them. */
  readonly windows: readonly number[];
  /** Where to look instead, for a kind that knows better: a calendar month begins when it does, whatever the horizon. */
  readonly starts?: (look: Look) => readonly EpochMinute[];
  /** Whether nothing came, for a kind of which the windows alone don't tell. */
  readonly isSilent?: (look: Look) => boolean;
  /** The minute after the newest one that a window may hold. */
  readonly end: (now: EpochMinute) => EpochMinute;
  readonly breach: (look: Look, limit: Limit, from: EpochMinute) => Tested;
  readonly clear: (look: Look, limit: Limit, from: EpochMinute, chance: number) => Tested;
  /** Why what came from `from` on does not simply keep the limit, or undefined where it does. No test, no proof. */
  readonly objection: (look: Look, limit: Limit, from: EpochMinute) => string | undefined;
}

export const seriesFor = (look: Look, limit: Pick<Limit, 'metric'>): Series => {
  const series = look.series[limit.metric];
  if (series === undefined)
    throw new RangeError(`guardrail ${look.guardrail.id}: no counts for metric ${limit.metric}`);
  return series;
};

/**
 * Where the windows begin, shortest first; those cut by the horizon become one. Where past hours are known the long ones
 * join: they begin with an hour, so that one may be up to 59 minutes longer than its name says.
 */
export const windowStarts = (
  look: Look,
  method: Pick<Method, 'windows' | 'end' | 'starts'>,
): readonly EpochMinute[] => {
  if (method.starts !== undefined) return method.starts(look);
  const end = method.end(look.now);
  const earliest = look.horizon ?? Number.NEGATIVE_INFINITY;
  const long = look.series.every(hasPast) ? evidenceDefaults.longWindows : [];
  const starts = [
    ...method.windows.map((minutes) => addMinutes(end, -minutes)),
    ...long.map((minutes) => hourOf(addMinutes(end, -minutes))),
  ].map((start) => epochMinute(Math.max(start, earliest)));
  return [...new Set(starts)].filter((start) => start < end);
};

/** Where a window from `from` on begins when it is to prove a clear: a long one not before the trouble that is open. */
export const clearStart = ({ now, since }: Look, method: Pick<Method, 'end'>, from: EpochMinute): EpochMinute =>
  since === undefined || from >= method.end(now) - LONGEST_WINDOW_MINUTES ? from : epochMinute(Math.max(from, since));
