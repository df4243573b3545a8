import type { Series } from '../rollup/series.ts';
import { countAbove, countOf, mergeSketches, quantile, type Sketch } from '../rollup/sketch.ts';
import { pastHours } from './past-hours.ts';
import type { Window } from './window.ts';

/** The events of a window: how slow the answers were, and how many never came. */
export interface Answers {
  readonly latencies: Sketch;
  readonly answered: number;
  readonly unanswered: number;
  /** The sketches of its hours and minutes that have any, the newest last. */
  readonly parts: readonly Sketch[];
}

export const answersOf = (series: Series, { from, to, bad }: Pick<Window, 'from' | 'to' | 'bad'>): Answers => {
  const minutes = series.latencies?.slice(Math.max(0, from - series.from), Math.max(0, to - series.from)) ?? [];
  const hours = pastHours(series, from).hours.map((hour) => hour.latencies);
  const parts = [...hours, ...minutes].filter((sketch) => sketch !== undefined);
  const latencies = mergeSketches(parts);
  return { latencies, answered: countOf(latencies), unanswered: bad, parts };
};

/** The latency in ms that `share` of the events don't exceed; Infinity where more than the rest never came back. */
export const percentileOf = ({ latencies, answered, unanswered }: Answers, share: number): number => {
  const within = (share * (answered + unanswered)) / answered;
  return within <= 1 ? (quantile(latencies, within) ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
};

/**
 * A window in which those are bad that were slower than a limit which was not known when they were counted. Where
 * payments are counted instead of events their tries are, each of which had a latency of its own.
 */
export const slowerThan = (window: Window, { latencies, answered, unanswered, parts }: Answers, ms: number): Window => {
  const slow = countAbove(latencies, ms);
  return {
    ...window,
    bad: slow + unanswered,
    total: answered + unanswered,
    badMinutes: Math.max(window.badMinutes, slow > 0 ? partsAbove(parts, ms) : 0),
  };
};

/** In how many minutes something was slower; nobody asks further than whether two had some. Of an hour one did. */
const partsAbove = (parts: readonly Sketch[], ms: number): number => {
  let found = 0;
  for (let at = parts.length - 1; at >= 0 && found < 2; at--) {
    const slowest = parts[at];
    if (slowest !== undefined && (quantile(slowest, 1) ?? 0) > ms) found++;
  }
  return found;
};
