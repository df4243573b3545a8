import type { PaymentEvent } from '../event/event.ts';
import type { Example } from './columns.ts';

/** An id is up to 128 bytes that nothing makes shorter; eight are some 0.4 bytes an event in a batch of 500. */
const EXAMPLES = 8;
const EXAMPLES_OF_A_KIND = 2;

interface Candidate {
  readonly row: number;
  readonly event: PaymentEvent;
}

/** What a message may want to show of, what people ask about first in front. */
const wanted: readonly ((event: PaymentEvent) => boolean)[] = [
  ({ outcome }) => outcome === 'failed',
  ({ outcome }) => outcome === 'timeout',
  ({ fraud }) => fraud === true,
  ({ outcome }) => outcome === 'declined',
  ({ outcome }) => outcome === 'cancelled',
  ({ outcome }) => outcome === 'pending',
];

/**
 * The rows whose ids are kept: up to two of each kind that looks bad and the two slowest, one of each kind before a
 * second of any. From the sorted rows alone: the same events must be the same bytes. An id and never another field, so
 * that nothing of a customer is kept that the columns don't hold. O(rows).
 */
export const chooseExamples = (events: readonly PaymentEvent[]): Example[] => {
  const unusual = unusualRows(events);
  const kinds = wanted.map((isWanted) => firstRows(unusual, isWanted));
  kinds.splice(3, 0, slowestRows(events));
  const rows = new Set<number>();
  for (let place = 0; place < EXAMPLES_OF_A_KIND; place++)
    for (const kind of kinds) {
      const row = kind[place];
      if (row !== undefined && rows.size < EXAMPLES) rows.add(row);
    }
  return [...rows]
    .sort((left, right) => left - right)
    .flatMap((row) => {
      const event = events[row];
      return event === undefined ? [] : [{ row, id: event.id }];
    });
};

/** Most events are none of what is wanted: they are passed by once, and not once for each kind. */
const unusualRows = (events: readonly PaymentEvent[]): Candidate[] => {
  const found: Candidate[] = [];
  let row = 0;
  for (const event of events) {
    if (event.outcome !== 'succeeded' || event.fraud === true) found.push({ row, event });
    row++;
  }
  return found;
};

const firstRows = (candidates: readonly Candidate[], isWanted: (event: PaymentEvent) => boolean): number[] => {
  const found: number[] = [];
  for (const { row, event } of candidates) {
    if (!isWanted(event)) continue;
    found.push(row);
    if (found.length === EXAMPLES_OF_A_KIND) break;
  }
  return found;
};

const slowestRows = (events: readonly PaymentEvent[]): number[] => {
  const slowest: { row: number; latencyMs: number }[] = [];
  let slowEnough = -1;
  let place = -1;
  for (const { latencyMs } of events) {
    place++;
    if (latencyMs === undefined || latencyMs <= slowEnough) continue;
    slowest.push({ row: place, latencyMs });
    // Stable: of two that are as slow the first stays in front.
    slowest.sort((left, right) => right.latencyMs - left.latencyMs).splice(EXAMPLES_OF_A_KIND);
    slowEnough = slowest[EXAMPLES_OF_A_KIND - 1]?.latencyMs ?? -1;
  }
  return slowest.map(({ row }) => row);
};
