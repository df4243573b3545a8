import { addMs, durationMs, type EpochMs, minutes, seconds } from '../../shared/core/units.ts';
import { type Payment, paymentsBetween } from './payments.ts';
import type { Random } from './random.ts';
import { scenario } from './scenario.ts';

/** One batch on its way: when it is sent, by which road, and what it says. */
export interface Delivery {
  readonly sentAt: EpochMs;
  readonly via: 'http' | 'queue';
  readonly contentType: string;
  readonly body: string;
}

export interface Traffic {
  /** In the order in which they are sent. */
  readonly deliveries: readonly Delivery[];
  readonly payments: number;
  readonly sentLate: number;
  /** The same batch once more: it overwrites itself. */
  readonly sentTwice: number;
  /** Sent again as part of the next batch: its payments lie in two batches and are dropped when they are read. */
  readonly sentAgain: number;
}

interface Producer {
  readonly source: string;
  readonly via: Delivery['via'];
  readonly contentType: string;
  readonly share: number;
}

/** Three producers, so that every way in is used. */
const producers: readonly Producer[] = [
  { source: 'gateway-sh', via: 'http', contentType: 'application/json', share: 0.3 },
  { source: 'gateway-gz', via: 'http', contentType: 'application/cloudevents-batch+json', share: 0.2 },
  { source: 'mini-programs', via: 'queue', contentType: 'application/json', share: 0.5 },
];

/** Every batch of the demo: most are sent when they are full, some late, some twice. */
export const traffic = (random: Random): Traffic => {
  const { start, length, flush, paymentsPerMinute } = scenario;
  const counts = { payments: 0, sentLate: 0, sentTwice: 0, sentAgain: 0 };
  const deliveries: Delivery[] = [];
  const unsure = new Map<string, readonly Payment[]>();
  for (let offset = 0; offset < length; offset += flush) {
    const from = addMs(start, durationMs(offset));
    for (const producer of producers) {
      const mean = (paymentsPerMinute * producer.share * flush) / minutes(1);
      const payments = paymentsBetween(random, from, flush, producer.source, mean);
      counts.payments += payments.length;

      // Its answer got lost, so the producer puts what it sent into its next batch once more.
      const batch = batchOf(producer, [...(unsure.get(producer.source) ?? []), ...payments]);
      const again = offset + flush < length && random.chance(scenario.sentAgain);
      unsure.set(producer.source, again ? payments : []);
      if (again) counts.sentAgain++;

      const late = random.chance(scenario.sentLate);
      const sentAt = sendTime(random, addMs(from, flush), late);
      if (late) counts.sentLate++;
      deliveries.push({ ...batch, sentAt });
      if (random.chance(scenario.sentTwice)) {
        counts.sentTwice++;
        deliveries.push({ ...batch, sentAt: sendTime(random, sentAt, true) });
      }
    }
  }
  // A stable sort: batches of one moment keep the order of their producers.
  return { deliveries: deliveries.sort((a, b) => a.sentAt - b.sentAt), ...counts };
};

/** Within a second of being ready; or up to a minute and a half later, behind batches that are newer. */
const sendTime = (random: Random, ready: EpochMs, late: boolean): EpochMs => {
  const time = addMs(ready, durationMs(random.integer(1000) + (late ? 15_000 + random.integer(75_000) : 0)));
  const end = addMs(scenario.start, scenario.length);
  return time <= end ? time : addMs(end, durationMs(random.integer(seconds(1))));
};

const batchOf = (
  { via, contentType }: Producer,
  payments: readonly Payment[],
): Pick<Delivery, 'via' | 'contentType' | 'body'> => ({
  via,
  contentType,
  body: JSON.stringify(contentType.includes('cloudevents') ? payments.map(cloudEvent) : { events: payments }),
});

const cloudEvent = ({ id, source, time, ...data }: Payment): object => ({
  specversion: '1.0',
  id,
  source,
  type: 'payment',
  time,
  data,
});
