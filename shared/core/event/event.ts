import type { EpochMs } from '../units.ts';

/**
 * How a payment ended. `failed` and `timeout` are the system's doing, `declined` is a decision of the issuer or the risk
 * engine, `cancelled` one of the payer; an outage shows in the first two only.
 */
export const outcomes = ['succeeded', 'failed', 'declined', 'timeout', 'cancelled', 'pending'] as const;
export type Outcome = (typeof outcomes)[number];

export type AttributeValue = string | number | boolean;

/** One checked event. `id` and `source` name it within its minute; everything else is its body. */
export interface PaymentEvent {
  readonly id: string;
  /** The producer; empty when it did not say. Ids of different sources are different events. */
  readonly source: string;
  readonly time: EpochMs;
  readonly type: string;
  readonly outcome?: Outcome | undefined;
  /** The risk engine's decision at the time, not a later chargeback. */
  readonly fraud?: boolean | undefined;
  readonly latencyMs?: number | undefined;
  /** In minor units of `currency` (fen, cents). */
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
  /** Read by iterating only: names come from outside, and a look-up of `constructor` would find one. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

export const DEFAULT_TYPE = 'payment';
