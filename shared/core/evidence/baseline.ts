import type { Limit } from '../guardrail/guardrail.ts';
import type { PastWeek } from '../rollup/series.ts';
import { addMinutes, type EpochMinute } from '../units.ts';
import { evidenceDefaults } from './constants.ts';
import { type Look, seriesFor } from './look.ts';
import { medianOf } from './median.ts';
import { oncePerLook } from './once-per-look.ts';
import { shareOf, type Window, windowOf } from './window.ts';

/** What a past week had around a window of this one. */
export interface PastWindow {
  readonly week: PastWeek;
  readonly window: Window;
}

/** The past weeks that can tell what is normal, or why too few can. */
export type Baseline =
  | { readonly known: true; readonly weeks: readonly PastWindow[] }
  | { readonly known: false; readonly reason: string };

/**
 * What past weeks had in the minutes `from` to `to - 1` and `margin` minutes on either side: a window of minutes alone
 * would hold too few events, and centred on it more of them are right on a slope too. A window of hours is wide enough.
 *
 * What is normal is their median, so that a week with an incident is not looked for: of four it moves the median to the
 * next value at most, and three are asked for. A holiday is, since it says nothing at all of a working day.
 */
export const baselineOf = (
  look: Look,
  limit: Pick<Limit, 'metric' | 'direction'>,
  { from, to }: { readonly from: EpochMinute; readonly to: EpochMinute },
): Baseline =>
  once(look, `${limit.metric} ${limit.direction} ${from} ${to}`, () => {
    const { guardrail, history } = look;
    const { fewestWeeks, margin, latencyDispersionFloor } = evidenceDefaults.baseline;
    const series = seriesFor(look, limit);
    const around = from < series.from ? 0 : margin;
    const [start, end] = [addMinutes(from, -around), addMinutes(to, around)];
    const floor = guardrail.kind === 'latency' ? latencyDispersionFloor : undefined;
    const read = (series.weeks ?? [])
      .filter(({ knownFrom }) => knownFrom <= start)
      .map((week): PastWindow => ({ week, window: windowOf(week, limit, start, end, history, floor) }))
      // No events are a pace like any other, and no share of anything; nor are events that all weigh nothing.
      .filter(({ window }) => guardrail.kind === 'volume' || !Number.isNaN(shareOf(window)));
    const weeks = read.filter((week) => !isHoliday(week, read));
    if (weeks.length >= fewestWeeks) return { known: true, weeks };
    const asked = guardrail.baseline?.weeks ?? fewestWeeks;
    const reason =
      `normal is not known: ${weeks.length} of ${asked} past weeks can tell of these ${to - from} minutes, ` +
      `${fewestWeeks} are needed`;
    return { known: false, reason };
  });

const once = oncePerLook<Baseline>();

const isHoliday = (week: PastWindow, all: readonly PastWindow[]): boolean => {
  const { share, events } = evidenceDefaults.baseline.holiday;
  const usual = medianOf(all.filter((other) => other !== week).map(({ window }) => window.total));
  return usual >= events && week.window.total < share * usual;
};

/**
 * How much the median of so many weeks is worth: the mean of one less. Of counts that vary by chance alone it is worth
 * 2.2 of three and 3.4 of four; rounded down, since its tails are longer than those of a mean.
 */
export const weeksWorth = (weeks: number): number => weeks - 1;
