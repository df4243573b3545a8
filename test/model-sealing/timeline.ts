import { addMs, type DurationMs, type EpochMs } from '../../shared/core/units.ts';

/** Virtual time: what was put down happens in its order, each to its end before the next; nothing waits for a real clock. */
export class Timeline {
  #now: EpochMs;
  #moments: { readonly time: EpochMs; readonly happen: () => void }[] = [];

  constructor(start: EpochMs) {
    this.#now = start;
  }

  get now(): EpochMs {
    return this.#now;
  }

  at(time: EpochMs, happen: () => void): void {
    const after = this.#moments.findLastIndex((moment) => moment.time <= time);
    this.#moments.splice(after + 1, 0, { time, happen });
  }

  in(wait: DurationMs, happen: () => void): void {
    this.at(addMs(this.#now, wait), happen);
  }

  /** Until nothing is left that would happen. */
  async run(): Promise<void> {
    for (let next = this.#moments.shift(); next !== undefined; next = this.#moments.shift()) {
      if (next.time > this.#now) this.#now = next.time;
      next.happen();
      // Every promise that this settled is followed before anything else happens.
      await new Promise(setImmediate);
    }
  }
}
