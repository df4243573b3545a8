import fc from 'fast-check';
import { type AttributeValue, outcomes, type PaymentEvent } from '../../shared/core/event/event.ts';
import { limits } from '../../shared/core/limits.ts';
import { epochMs, MS_PER_MINUTE } from '../../shared/core/units.ts';
import { aRawEvent, NOW } from './builders.ts';

/** Well-formed text of any script that fits into an attribute. */
const attributeText = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .filter((text) => text.isWellFormed() && Buffer.byteLength(text) <= limits.attributeValueBytes);

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));

export const attributeValues: fc.Arbitrary<AttributeValue> = fc.oneof(
  attributeText,
  finite,
  fc.maxSafeInteger().map((value) => (value === 0 ? 0 : value)),
  fc.boolean(),
);

/** `constructor` among them: a name that every plain object already answers to. */
export const attributeNames = fc.oneof(
  fc.constantFrom('bank', 'method', 'merchant', 'constructor', 'toString', 'valueOf', 'hasOwnProperty'),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,10}$/),
);

const ids = fc.stringMatching(/^[A-Za-z0-9_.:-]{1,20}$/);

/** A checked event of the minute of NOW with every field absent or present. */
export const events: fc.Arbitrary<PaymentEvent> = fc.record(
  {
    id: ids,
    source: fc.constantFrom('', 'wallet', 'till', '/shop/1?x=y'),
    time: fc.nat(MS_PER_MINUTE - 1).map((offset) => epochMs(NOW + offset)),
    type: fc.constantFrom('payment', 'chargeback', 'refund'),
    outcome: fc.constantFrom(...outcomes),
    fraud: fc.boolean(),
    latencyMs: fc.oneof(
      fc.nat(limits.latencyMs),
      fc.double({ min: 0, max: limits.latencyMs, noNaN: true }).map((value) => (value === 0 ? 0 : value)),
    ),
    amount: fc.oneof(fc.nat(), fc.maxSafeNat()),
    currency: fc.constantFrom('CNY', 'EUR', 'JPY'),
    attributes: fc.dictionary(attributeNames, attributeValues, { maxKeys: 6, noNullPrototype: true }),
  },
  { requiredKeys: ['id', 'source', 'time', 'type', 'attributes'], noNullPrototype: true },
);

/** Each under an identity of its own, as one batch holds them. */
export const distinctEvents = (range: { readonly minLength: number; readonly maxLength: number }) =>
  fc.uniqueArray(events, { ...range, selector: ({ source, id }) => `${source} ${id}` });

/** What a producer may send in the place of an event: nearly right, now and then all wrong. */
export const rawEvents: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 1, arbitrary: fc.jsonValue() },
  {
    weight: 9,
    arbitrary: fc
      .record(
        {
          id: orAnything(ids),
          source: orAnything(fc.constantFrom('wallet', '', 'a b')),
          time: orAnything(fc.integer({ min: -400_000_000, max: 400_000_000 }).map((offset) => NOW + offset)),
          outcome: orAnything(fc.constantFrom(...outcomes, 'sucess')),
          latencyMs: orAnything(fc.double({ min: -1, max: 700_000 })),
          amount: orAnything(fc.maxSafeInteger()),
          currency: orAnything(fc.constantFrom('CNY', 'yuan')),
          attributes: orAnything(fc.dictionary(orKey(attributeNames), orAnything(attributeValues), { maxKeys: 18 })),
          extra: fc.jsonValue(),
        },
        { requiredKeys: [] },
      )
      .map((overrides) => aRawEvent(overrides)),
  },
);

function orAnything<Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: values }, { weight: 1, arbitrary: fc.jsonValue() });
}

function orKey(names: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 12, arbitrary: names },
    { weight: 1, arbitrary: fc.constantFrom('__proto__', '', '1', 'é') },
  );
}
