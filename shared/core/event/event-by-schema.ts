import { epochMs } from '../units.ts';
import { DEFAULT_TYPE, type PaymentEvent } from './event.ts';
import { compiledEventSchema, type RawEvent } from './schema.ts';

/** The event that a value is, as the schema says it; nothing where it says that it is none. */
export const eventBySchema = (raw: unknown): PaymentEvent | undefined => {
  const checked = compiledEventSchema.safeParse(raw);
  return checked.success ? toEvent(checked.data) : undefined;
};

const toEvent = (raw: RawEvent): PaymentEvent => ({
  id: raw.id,
  source: raw.source ?? '',
  time: epochMs(typeof raw.time === 'number' ? raw.time : Date.parse(raw.time)),
  type: raw.type ?? DEFAULT_TYPE,
  attributes: raw.attributes ?? {},
  outcome: raw.outcome,
  fraud: raw.fraud,
  latencyMs: raw.latencyMs,
  amount: raw.amount,
  currency: raw.currency,
});
