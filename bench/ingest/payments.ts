import { type Payment, paymentsBetween } from '../../cli/demo/payments.ts';
import { seededRandom } from '../../cli/demo/random.ts';
import { epochMs, minuteOf, minutes } from '../../shared/core/units.ts';

/** The server's clock in these benches: the payments are of the minute before. */
export const NOW = epochMs(Date.parse('2026-03-02T12:01:00Z'));
const FROM = epochMs(NOW - minutes(1));
export const MINUTE = minuteOf(FROM);

/** Payments of one minute, cut into batches of as many as were asked for; none is sent twice. */
export const batchesOf = (size: number, count: number, seed = 1): readonly (readonly Payment[])[] => {
  // A few more than needed: how many are drawn is drawn too.
  const wanted = size * count;
  const payments = paymentsBetween(seededRandom(seed), FROM, minutes(1), 'wallet', wanted + 4 * Math.sqrt(wanted));
  return Array.from({ length: count }, (_, index) => every(payments, count, index).slice(0, size));
};

/** Each n-th: every batch then spreads over the whole minute, which costs the most bytes. */
const every = (payments: readonly Payment[], count: number, first: number): Payment[] =>
  payments.filter((_, index) => index % count === first);

export const bodyOf = (events: readonly Payment[]): string => JSON.stringify({ events });
