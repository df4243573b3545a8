import type { PaymentEvent } from '../../shared/core/event/event.ts';
import type { EncodedSegment } from '../../shared/core/segment/encoded-segment.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMinutes, type EpochMinute, epochMinute, minuteOf, MINUTES_PER_DAY } from '../../shared/core/units.ts';
import type { Beat } from './beat.ts';

/** A minute ends once an event was seen that is so many minutes younger: producers and files are not quite in order. */
export const DISORDER_MINUTES = 10;
/** An event further ahead of all others than this has a wrong clock more likely than the stream a gap: each minute is ticked. */
export const LONGEST_GAP_MINUTES = 31 * MINUTES_PER_DAY;
/** Some 21 bytes an event in place of some 400: the events of ten busy minutes are not held as objects. */
const EVENTS_PER_SEGMENT = 5_000;

/** Puts a stream that is roughly in order into minutes that end one after the other. */
export class InOrder {
  readonly #open = new Map<EpochMinute, PaymentEvent[]>();
  readonly #packed = new Map<EpochMinute, EncodedSegment[]>();
  #oldest: EpochMinute | undefined;
  #newest: EpochMinute | undefined;
  /** The minute that ends next. */
  #next: EpochMinute | undefined;
  #late = 0;

  /** Events that came when their minute had ended. */
  get late(): number {
    return this.#late;
  }

  /** False: it is so far ahead that it is not taken. */
  add(event: PaymentEvent): boolean {
    const minute = minuteOf(event.time);
    if (this.#newest !== undefined && minute > this.#newest + LONGEST_GAP_MINUTES) return false;
    this.#newest = epochMinute(Math.max(this.#newest ?? minute, minute));
    this.#oldest = epochMinute(Math.min(this.#oldest ?? minute, minute));
    if (this.#next !== undefined && minute < this.#next) this.#late++;
    const events = this.#open.get(minute);
    if (events === undefined) this.#open.set(minute, [event]);
    else events.push(event);
    if (events !== undefined && events.length >= EVENTS_PER_SEGMENT) this.#pack(minute);
    return true;
  }

  /** Whether a minute can end, asked after each event: {@link ended} is for when it can. */
  get isDue(): boolean {
    return (this.#newest ?? 0) - (this.#next ?? this.#oldest ?? 0) >= DISORDER_MINUTES;
  }

  /** The minutes that can end now. */
  *ended(): Iterable<Beat> {
    while (this.isDue) yield this.#end();
  }

  /** Those that are left when there are no more events. */
  *rest(): Iterable<Beat> {
    while (this.#newest !== undefined && (this.#next ?? this.#oldest ?? 0) <= this.#newest) yield this.#end();
  }

  #end(): Beat {
    const minute = this.#next ?? this.#oldest ?? epochMinute(0);
    const segments: EncodedSegment[] = [];
    for (const each of this.#open.keys()) if (each <= minute) this.#pack(each);
    for (const [each, packed] of this.#packed) {
      if (each > minute) continue;
      segments.push(...packed);
      this.#packed.delete(each);
    }
    this.#next = addMinutes(minute, 1);
    return { minute, segments };
  }

  #pack(minute: EpochMinute): void {
    const { segments } = encodeBatch(this.#open.get(minute) ?? []);
    const before = this.#packed.get(minute);
    if (before === undefined) this.#packed.set(minute, [...segments]);
    else before.push(...segments);
    this.#open.delete(minute);
  }
}
