import type { EpochMinute } from '../units.ts';
import type { Sketch } from './sketch.ts';

/** The counts of one group over a span of minutes. All sums: the tally of an hour is made of those of its minutes. */
export interface Tally {
  readonly bad: number;
  readonly total: number;
  /** Minutes with an event, with a bad one, and with one that is not bad. */
  readonly minutes: number;
  readonly badMinutes: number;
  readonly goodMinutes: number;
  /** Sum over the minutes of total^2, and of bad^2 / total: what dispersion is made of. */
  readonly squares: number;
  readonly badSquaresOverTotal: number;
  readonly value?: ValueTally;
  /** Of a metric whose bad events are the `unanswered` ones: the latencies in ms of the others; missing where there were none. */
  readonly latencies?: Sketch;
}

/** Of a weighted metric: sums of value and of its squares, in minor units, and the largest single bad one. */
export interface ValueTally {
  readonly bad: number;
  readonly total: number;
  readonly badSquares: number;
  readonly totalSquares: number;
  readonly largestBad: number;
}

/** A stretch of the past of which only sums are known: an hour or a day of a group, before the minutes of its series begin. */
export interface Bucket extends Tally {
  /** Minutes `from` to `to - 1`. */
  readonly from: EpochMinute;
  readonly to: EpochMinute;
}
