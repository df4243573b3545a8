import { seededRandom } from '../../cli/demo/random.ts';
import { paymentsBetween } from '../../cli/demo/payments.ts';
import { readBatch } from '../../shared/core/event/batch.ts';
import type { PaymentEvent } from '../../shared/core/event/event.ts';
import { addMinutes, addMs, type EpochMinute, epochMs, minuteOf, minutes, startOf } from '../../shared/core/units.ts';
import { bodyOf } from '../ingest/payments.ts';

/** How many payments, and how they come. */
export interface Traffic {
  readonly minutes: number;
  readonly batchesPerMinute: number;
  readonly eventsPerBatch: number;
  /** Of each batch, how many were sent before, in another one of the same minute. */
  readonly copiesPerBatch: number;
}

/**
 * A million, 1 % of them sent twice: ten minutes of 1 667 a second. A tick reads three minutes raw, those that are not
 * sealed yet; ten are what the first one reads after an outage of seven.
 */
export const million: Traffic = { minutes: 10, batchesPerMinute: 200, eventsPerBatch: 500, copiesPerBatch: 5 };

export const FROM: EpochMinute = minuteOf(epochMs(Date.parse('2026-03-02T09:17:00Z')));

export interface MinuteOfBatches {
  readonly minute: EpochMinute;
  readonly batches: readonly (readonly PaymentEvent[])[];
}

/** Payments of the demo, while a bank of it fails; each batch spreads over its whole minute. The same each time. */
export function* batchesByMinute(traffic: Traffic): Generator<MinuteOfBatches> {
  const random = seededRandom(1);
  for (let index = 0; index < traffic.minutes; index++) {
    const minute = addMinutes(FROM, index);
    const own = traffic.eventsPerBatch - traffic.copiesPerBatch;
    const wanted = traffic.batchesPerMinute * own;
    // A few more than needed: how many are drawn is drawn too.
    const drawn = paymentsBetween(random, startOf(minute), minutes(1), 'wallet', wanted + 4 * Math.sqrt(wanted));
    const batches = Array.from({ length: traffic.batchesPerMinute }, (_, batch) =>
      drawn.filter((__, at) => at < wanted && at % traffic.batchesPerMinute === batch),
    );
    yield {
      minute,
      batches: batches.map((batch, at) =>
        checked(minute, [...batch, ...(batches.at(at - 1) ?? []).slice(0, traffic.copiesPerBatch)]),
      ),
    };
  }
}

const checked = (minute: EpochMinute, payments: Parameters<typeof bodyOf>[0]): readonly PaymentEvent[] => {
  const batch = readBatch(bodyOf(payments), 'batch', addMs(startOf(minute), minutes(1)));
  if (!batch.ok || batch.events.length !== payments.length) throw new Error('expected every event to be taken');
  return batch.events;
};
