import { type Payment, paymentsBetween } from '../../cli/demo/payments.ts';
import { type Random, seededRandom } from '../../cli/demo/random.ts';
import { readBatch } from '../../shared/core/event/batch.ts';
import type { PaymentEvent } from '../../shared/core/event/event.ts';
import { type EpochMinute, epochMs, minuteOf, minutes, startOf } from '../../shared/core/units.ts';

/** Of all payments that are measured. */
export const MINUTE: EpochMinute = minuteOf(epochMs(Date.parse('2026-03-02T12:00:00Z')));

/** Payments of a wallet have seven merchants in the demo; here so many, most of them small, for names are what makes a batch large. */
const MERCHANTS = 2_000;

export const aRandom = (): Random => seededRandom(1);

/** So many payments of one minute, of so many banks. */
export const drawPayments = (random: Random, count: number, banks: number): readonly Payment[] => {
  const enough = count + 4 * Math.sqrt(count) + 4;
  return paymentsBetween(random, startOf(MINUTE), minutes(1), 'wallet', enough)
    .slice(0, count)
    .map((payment) => ({
      ...payment,
      attributes: {
        ...payment.attributes,
        bank: `bank-${random.integer(banks)}`,
        merchant: `m_${1_000 + Math.floor(MERCHANTS * random.next() ** 2)}`,
      },
    }));
};

/** As a producer sends them. */
export const bodyOf = (payments: readonly Payment[]): string => JSON.stringify({ events: payments });

export const eventsOf = (payments: readonly Payment[]): readonly PaymentEvent[] => {
  const batch = readBatch(bodyOf(payments), 'batch', startOf(MINUTE));
  if (!batch.ok) throw new Error(batch.refusal.message);
  return batch.events;
};
