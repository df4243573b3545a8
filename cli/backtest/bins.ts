import { addMinutes, type EpochMinute } from '../../shared/core/units.ts';

/** Sums over some minutes; what they mean is up to whoever adds. */
export interface Bin {
  readonly from: EpochMinute;
  readonly minutes: number;
  readonly bad: number;
  readonly total: number;
}

/** A picture is 900 pixels wide: more would not show, and a month by the minute is 43 000. */
const MOST_BINS = 1_000;

/** Two sums over a stretch of time of unknown length. Where there are too many bins, two each become one. */
export class Bins {
  readonly #start: EpochMinute;
  #minutes = 1;
  #bad: number[] = [];
  #total: number[] = [];

  constructor(start: EpochMinute) {
    this.#start = start;
  }

  /** What lies before the start is left out. */
  add(minute: EpochMinute, bad: number, total: number): void {
    if (minute < this.#start) return;
    while ((minute - this.#start) / this.#minutes >= MOST_BINS) this.#halve();
    const at = Math.floor((minute - this.#start) / this.#minutes);
    while (this.#bad.length <= at) {
      this.#bad.push(0);
      this.#total.push(0);
    }
    this.#bad[at] = (this.#bad[at] ?? 0) + bad;
    this.#total[at] = (this.#total[at] ?? 0) + total;
  }

  /** The same in bins of at least so many minutes. */
  inBinsOf(minutes: number): readonly Bin[] {
    const together = Math.max(1, Math.ceil(minutes / this.#minutes));
    const bins: Bin[] = [];
    for (let at = 0; at < this.#bad.length; at += together)
      bins.push({
        from: addMinutes(this.#start, at * this.#minutes),
        minutes: together * this.#minutes,
        bad: sum(this.#bad.slice(at, at + together)),
        total: sum(this.#total.slice(at, at + together)),
      });
    return bins;
  }

  #halve(): void {
    this.#minutes *= 2;
    this.#bad = inPairs(this.#bad);
    this.#total = inPairs(this.#total);
  }
}

const sum = (values: readonly number[]): number => values.reduce((left, right) => left + right, 0);

const inPairs = (values: readonly number[]): number[] =>
  Array.from({ length: Math.ceil(values.length / 2) }, (_, at) => (values[2 * at] ?? 0) + (values[2 * at + 1] ?? 0));
