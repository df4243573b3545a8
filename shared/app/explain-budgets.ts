import { addMinutes, type EpochMinute } from '../core/units.ts';

/**
 * How far the reading for a message goes. An explanation takes a few seconds at most at any traffic, and the message
 * waits for it; an event costs about a microsecond to decode and count.
 */
export const explainBudgets = {
  /** Of the window that spoke, to find rows for the search. */
  windowEvents: 1_000_000,
  /** Events from before the incident for each one in the window; more say little more. */
  referenceRatio: 4,
  /** A short window of a quiet group has a reference all the same. */
  leastReference: 4_000,
  mostReference: 400_000,
  /** Before that, another time of the day had another normal rate. */
  referenceMinutes: 60,
  /** Distinct events read for it, of whatever group. */
  referenceEvents: 1_000_000,
  /** Of the incident, for its impact; beyond these the message says 'at least'. */
  impactMinutes: 360,
  impactEvents: 2_000_000,
  /** Of the members' windows. */
  memberMinutes: 360,
  memberEvents: 1_000_000,
};

export type ExplainBudgets = Readonly<typeof explainBudgets>;

/** The minutes before an incident from which is learned what is normal, read until there are enough events. */
export class BeforeSpan {
  readonly from: EpochMinute;
  readonly #end: EpochMinute;
  readonly #budgets: ExplainBudgets;
  #read = 0;

  constructor(end: EpochMinute, budgets: ExplainBudgets) {
    this.#end = end;
    this.#budgets = budgets;
    this.from = addMinutes(end, -budgets.referenceMinutes);
  }

  wants(minute: EpochMinute, { found, window }: { readonly found: number; readonly window: number }): boolean {
    const { referenceRatio, leastReference, mostReference, referenceEvents } = this.#budgets;
    const enough = Math.min(mostReference, Math.max(leastReference, referenceRatio * window));
    return this.holds(minute) && found < enough && this.#read < referenceEvents;
  }

  holds(minute: EpochMinute): boolean {
    return minute < this.#end && minute >= this.from;
  }

  spend(events: number): void {
    this.#read += events;
  }
}
