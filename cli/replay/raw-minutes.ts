import type { EncodedSegment } from '../../shared/core/segment/encoded-segment.ts';
import {
  addMinutes,
  type EpochMinute,
  epochMinute,
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
} from '../../shared/core/units.ts';

/**
 * How many raw minutes a replay keeps: to tell in messages who is behind it, and to count events that come late. A day and
 * an hour, as far as the longest window reaches; of busy streams as many as lie within the bytes, some three hours at 1 000
 * events a second; never less than an hour.
 */
export const rawBounds = {
  minutes: MINUTES_PER_DAY + MINUTES_PER_HOUR,
  bytes: 256_000_000,
  leastMinutes: MINUTES_PER_HOUR,
} as const;

/** Which raw minutes are held, and how many bytes they are. */
export class RawMinutes {
  readonly #bytes = new Map<EpochMinute, number>();
  #total = 0;
  #from: EpochMinute;

  constructor(start: EpochMinute) {
    this.#from = addMinutes(start, -rawBounds.minutes);
  }

  /** False where others of its minute were forgotten already: counted anew without them, the minute would lose what it had. */
  take({ minute, data }: Pick<EncodedSegment, 'minute' | 'data'>): boolean {
    if (minute < this.#from) return false;
    this.#bytes.set(minute, (this.#bytes.get(minute) ?? 0) + data.length);
    this.#total += data.length;
    return true;
  }

  /** The first minute that is held from now on. */
  forget(now: EpochMinute): EpochMinute {
    this.#dropBefore(Math.max(this.#from, now - rawBounds.minutes));
    while (this.#total > rawBounds.bytes && this.#from < now - rawBounds.leastMinutes) this.#dropBefore(this.#from + 1);
    return this.#from;
  }

  #dropBefore(minute: number): void {
    for (; this.#from < minute; this.#from = epochMinute(this.#from + 1)) {
      this.#total -= this.#bytes.get(this.#from) ?? 0;
      this.#bytes.delete(this.#from);
    }
  }
}
