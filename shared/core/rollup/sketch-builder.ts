import { narrow, NO_COUNTS } from './bucket-counts.ts';
import type { Sketch } from './sketch.ts';
import { ZEROS } from './sketch-buckets.ts';

/** Counts values bucket by bucket. Its room grows by halves with what it is given: a group of one event needs little. */
export class SketchBuilder {
  #zeros = 0;
  /** The bucket of `#counts[0]`. */
  #base = 0;
  #counts = new Float64Array();

  /** `bucket`: as `bucketOf` has it. */
  add(bucket: number): void {
    if (bucket === ZEROS) {
      this.#zeros++;
      return;
    }
    if (bucket < this.#base || bucket >= this.#base + this.#counts.length) this.#grow(bucket);
    const index = bucket - this.#base;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }

  get sketch(): Sketch {
    const start = this.#counts.findIndex((count) => count > 0);
    if (start === -1) return { zeros: this.#zeros, first: 0, counts: NO_COUNTS };
    const end = this.#counts.findLastIndex((count) => count > 0) + 1;
    return { zeros: this.#zeros, first: this.#base + start, counts: narrow(this.#counts.subarray(start, end)) };
  }

  #grow(bucket: number): void {
    const before = this.#counts;
    const room = 2 + (before.length >> 1);
    const from = before.length === 0 ? bucket - room : Math.min(this.#base, bucket - room);
    const to = before.length === 0 ? bucket + room : Math.max(this.#base + before.length, bucket + room);
    this.#counts = new Float64Array(to - from);
    this.#counts.set(before, before.length === 0 ? 0 : this.#base - from);
    this.#base = from;
  }
}
