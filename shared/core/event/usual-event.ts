import { limits } from '../limits.ts';
import { DEFAULT_TYPE, type Outcome, outcomes, type PaymentEvent } from './event.ts';
import { momentOf } from './moment.ts';
import { isShortText, patterns } from './schema.ts';

/**
 * The fast path of checking an event, without which ingest would cost the processor a third more. It takes an event as the
 * schema does, or says nothing; it never refuses. What it says nothing of goes to the schema, which knows all that is
 * allowed and why something is not. A test holds that what it takes is what the schema takes, to the same event.
 *
 * It is fast by remembering, of what payments of one producer have in common, the last that was good.
 */
export const usualEvent = (raw: unknown): PaymentEvent | undefined => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  const { id, source, time, type, outcome, fraud, latencyMs, amount, currency, attributes } = raw as Unchecked;
  if (typeof id !== 'string' || !patterns.id.test(id)) return undefined;
  const at = momentOf(time);
  if (at === undefined) return undefined;
  let known = 2;
  const event: Mutable<PaymentEvent> = { id, source: '', time: at, type: DEFAULT_TYPE, attributes: none };
  if (source !== undefined) {
    if (!isGood.source(source)) return undefined;
    event.source = source;
    known++;
  }
  if (type !== undefined) {
    if (!isGood.type(type)) return undefined;
    event.type = type;
    known++;
  }
  if (attributes !== undefined) {
    if (!areGood(attributes)) return undefined;
    event.attributes = attributes;
    known++;
  }
  if (outcome !== undefined) {
    if (!isOutcome(outcome)) return undefined;
    event.outcome = outcome;
    known++;
  }
  if (fraud !== undefined) {
    if (typeof fraud !== 'boolean') return undefined;
    event.fraud = fraud;
    known++;
  }
  if (latencyMs !== undefined) {
    if (typeof latencyMs !== 'number' || !(latencyMs >= 0 && latencyMs <= limits.latencyMs)) return undefined;
    event.latencyMs = latencyMs;
    known++;
  }
  if (amount !== undefined) {
    if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 0) return undefined;
    event.amount = amount;
    known++;
  }
  if (currency !== undefined) {
    if (!isGood.currency(currency)) return undefined;
    event.currency = currency;
    known++;
  }
  // Keys that are not known, or known ones that say `undefined`.
  return Object.keys(raw).length === known ? event : undefined;
};

type Unchecked = { readonly [Field in keyof PaymentEvent]?: unknown };
type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };
const none: PaymentEvent['attributes'] = {};

/** Whether a value is text of a pattern. The one that came last is not looked at again. */
const good = (pattern: RegExp): ((value: unknown) => value is string) => {
  let last: unknown;
  return (value): value is string => {
    if (value === last) return true;
    if (typeof value !== 'string' || !pattern.test(value)) return false;
    last = value;
    return true;
  };
};

const isGood: Readonly<Record<'source' | 'type' | 'currency', (value: unknown) => value is string>> = {
  source: good(patterns.source),
  type: good(patterns.type),
  currency: good(patterns.currency),
};

const knownOutcomes: ReadonlySet<unknown> = new Set(outcomes);
const isOutcome = (value: unknown): value is Outcome => knownOutcomes.has(value);

/** The names of the last event, by place: a producer writes them in the same order each time. */
const goodNames: string[] = [];

const areGood = (value: unknown): value is PaymentEvent['attributes'] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const names = Object.keys(value);
  if (names.length > limits.attributesPerEvent) return false;
  let place = 0;
  for (const name of names) {
    if (name !== goodNames[place]) {
      if (!patterns.attributeName.test(name)) return false;
      goodNames[place] = name;
    }
    if (!isGoodValue((value as Readonly<Record<string, unknown>>)[name])) return false;
    place++;
  }
  return true;
};

const isGoodValue = (value: unknown): boolean =>
  typeof value === 'string' ? isShortText(value) : typeof value === 'boolean' || Number.isFinite(value);
