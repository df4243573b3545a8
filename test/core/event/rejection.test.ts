import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsCardNumber } from '../../../shared/core/event/card-number.ts';
import { readBatch } from '../../../shared/core/event/batch.ts';
import { parseEvent } from '../../../shared/core/event/parse.ts';
import { describe as kindOf, type Rejection } from '../../../shared/core/event/rejection.ts';
import { aRawEvent, NOW } from '../../support/builders.ts';

const rejectionOf = (raw: unknown): Rejection => {
  const parsed = parseEvent(raw, 7, NOW);
  if (parsed.ok) throw new Error('Expected the event to be refused');
  return parsed.rejection;
};

const known = 'id, source, time, type, outcome, fraud, latencyMs, amount, currency, attributes';
const notAField = `not a field of an event; expected only ${known} (own fields go into attributes)`;
const attributeName = 'expected as a name a letter, then up to 63 of A-Z a-z 0-9 _ . -';
const attributeValue = 'expected a string of at most 128 bytes, a number, true or false';
const idCharacters = '1 to 128 of the characters A-Z a-z 0-9 _ . : -';

describe('a rejection says what was expected and what kind of thing came', () => {
  it.each([
    ['{"id":""}', 'invalid_field', `id: expected ${idCharacters}, got a string of 0 characters`],
    ['{"id":{"a":1}}', 'invalid_field', `id: expected ${idCharacters}, got an object of 1 names`],
    [
      '{"source":""}',
      'invalid_field',
      'source: expected 1 to 128 of the characters A-Z a-z 0-9 _ . : / ? # = & % ~ + @ -, got a string of 0 characters',
    ],
    [
      '{"time":"now"}',
      'invalid_field',
      'time: expected an RFC 3339 time with an offset, such as 2026-03-02T09:00:00.000Z, or whole milliseconds since 1970, got a string of 3 characters',
    ],
    ['{"type":[]}', 'invalid_field', 'type: expected 1 to 64 of the characters A-Z a-z 0-9 _ . : -, got an array of 0'],
    [
      '{"outcome":"sucess"}',
      'invalid_field',
      'outcome: expected one of succeeded, failed, declined, timeout, cancelled, pending, got a string of 6 characters',
    ],
    ['{"fraud":"true"}', 'invalid_field', 'fraud: expected true or false, got a string of 4 characters'],
    [
      '{"latencyMs":1e999}',
      'invalid_field',
      'latencyMs: expected a number from 0 to 600000, got a number too large to be one',
    ],
    ['{"latencyMs":-1}', 'invalid_field', 'latencyMs: expected a number from 0 to 600000, got a negative number'],
    ['{"latencyMs":true}', 'invalid_field', 'latencyMs: expected a number from 0 to 600000, got a boolean'],
    [
      '{"amount":42.5}',
      'invalid_field',
      'amount: expected a whole number of minor units from 0 to 2^53 - 1, got a number with a fraction',
    ],
    ['{"currency":null}', 'invalid_field', 'currency: expected an ISO 4217 code of three capital letters, got null'],
    ['{"attributes":[1]}', 'invalid_field', 'attributes: expected an object of at most 16 names, got an array of 1'],
    ['{"attributes":{"bank":null}}', 'invalid_field', `attributes.bank: ${attributeValue}, got null`],
    [
      String.raw`{"attributes":{"bank":"\ud83d"}}`,
      'invalid_field',
      `attributes.bank: ${attributeValue}, got a string with half a surrogate pair`,
    ],
    ['{"attributes":{"1":1}}', 'invalid_field', `attributes.1: ${attributeName}`],
    ['{"attributes":{"__proto__":"x"}}', 'invalid_field', `attributes.__proto__: ${attributeName}`],
    [String.raw`{"attributes":{"a\nb\u001b[31m":1}}`, 'invalid_field', `attributes.a?b?[31m: ${attributeName}`],
    ['{"latencyMS":5}', 'unknown_key', `latencyMS: ${notAField}`],
    ['{"__proto__":5}', 'unknown_key', `__proto__: ${notAField}`],
    ['{"constructor":5}', 'unknown_key', `constructor: ${notAField}`],
    ['{"a":1,"b":2,"c":3,"d":4}', 'unknown_key', `a, b, c: ${notAField}`],
    [`{"${'k'.repeat(65)}":1}`, 'unknown_key', `${'k'.repeat(64)}: ${notAField}`],
    ['{"4111 1111-1111 1111":1}', 'unknown_key', `[digits]: ${notAField}`],
    [`{"${'k'.repeat(55)}4111111111111111":1}`, 'unknown_key', `${'k'.repeat(55)}[digits]: ${notAField}`],
    ['{"attributes":{"4111111111111111":1}}', 'invalid_field', `attributes.[digits]: ${attributeName}`],
  ])('%s', (json, code, message) => {
    expect(rejectionOf({ ...aRawEvent(), ...JSON.parse(json) })).toMatchObject({ index: 7, code, message });
  });

  it.each([
    [
      '17 attributes',
      { attributes: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`a${index}`, 1])) },
      'attributes: expected an object of at most 16 names, got an object of 17 names',
    ],
    ['no id', { id: undefined }, `id: expected ${idCharacters}, got nothing`],
  ])('%s', (_sentence, overrides, message) => {
    expect(rejectionOf(aRawEvent(overrides))).toMatchObject({ message });
  });

  it.each([
    ['a string', 'payment', 'a string of 7 characters'],
    ['null', null, 'null'],
    ['a list', [1, 2], 'an array of 2'],
  ])('%s in the place of an event', (_sentence, raw, got) => {
    expect(rejectionOf(raw)).toEqual({ index: 7, code: 'not_an_object', message: `expected an object, got ${got}` });
  });
});

describe('the id of a rejection', () => {
  it.each([
    ['is that of the event, so that its producer finds it', 'pay_1', 'pay_1'],
    ['is absent where the event has none', undefined, undefined],
    ['is absent where it is no id, whatever it holds', '4111 1111 1111 1111', undefined],
    ['is absent where it is no text', 4111, undefined],
    ['is absent where it holds a card number', 'pay_4111111111111111', undefined],
    ['is told where it only is long', '1795305600123456789', '1795305600123456789'],
  ])('%s', (_sentence, id, expected) => {
    expect(rejectionOf(aRawEvent({ id, latencyMs: -1 })).id).toBe(expected);
  });
});

describe('a message', () => {
  const MARK = 'S3cr3t';
  const secretText = fc.string().map((rest) => `${MARK}${rest}`);
  const secretNumber = fc.integer({ min: 700_000_000_001, max: Number.MAX_SAFE_INTEGER });
  const secret = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      secretText,
      secretNumber,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'events', 'bank'), tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  const keys = known.split(', ');
  const textOf = (value: unknown): string => JSON.stringify(value) ?? '';
  const leaks = (message: string, values: unknown): boolean =>
    message.includes(MARK) || [...textOf(values).matchAll(/\d{12,}/g)].some(([digits]) => message.includes(digits));

  it('never holds a value of the event, whichever field it stands in', () => {
    const overrides = fc.dictionary(fc.constantFrom(...keys, 'extra', 'data'), secret, { minKeys: 1 });
    fc.assert(
      fc.property(overrides, (values) => {
        const parsed = parseEvent({ ...aRawEvent(), ...values }, 0, NOW);
        expect(leaks(parsed.ok ? '' : parsed.rejection.message, values)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('never holds 13 digits or more that came in, wherever they stood, nor does the id hold a card number', () => {
    const cards = ['4111111111111111', '4242 4242 4242 4242', '3782-822463-10005', '6205500000000000004'];
    const card = fc.oneof(
      fc.constantFrom(...cards),
      fc.stringMatching(/^[0-9]{13,19}$/),
      fc.tuple(fc.constantFrom('', 'pay_', 'x'.repeat(58)), fc.constantFrom(...cards)).map((parts) => parts.join('')),
    );
    const value = fc.oneof(card, card.map(Number), fc.array(card, { maxLength: 2 }), fc.dictionary(card, card));
    const overrides = fc.dictionary(fc.oneof(fc.constantFrom(...keys), card), value, { minKeys: 1, maxKeys: 4 });
    fc.assert(
      fc.property(overrides, fc.dictionary(card, card, { maxKeys: 2 }), (values, attributes) => {
        for (const raw of [values, { ...aRawEvent(), ...values }, { ...aRawEvent(), attributes }, [values], card]) {
          const parsed = parseEvent(raw, 0, NOW);
          if (parsed.ok) continue;
          expect(parsed.rejection.message).not.toMatch(/\d(?:[ -]?\d){12}/);
          expect(holdsCardNumber(parsed.rejection.id ?? '')).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never holds a value when the whole batch is refused', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom('batch', 'cloudevents', 'either'), (value, envelope) => {
        for (const text of [
          textOf(value),
          `${textOf(value)}]`,
          textOf({ events: value }),
          textOf({ events: [], value }),
        ]) {
          const batch = readBatch(text, envelope, NOW);
          expect(
            leaks(JSON.stringify(batch.ok ? batch.rejections.map(({ message }) => message) : batch.refusal), value),
          ).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the kind of a value', () => {
  it.each([
    [undefined, 'nothing'],
    [-0.5, 'a negative number'],
    [7, 'a number'],
    [{ a: 1 }, 'an object of 1 names'],
  ])('of %s is %s', (value, expected) => {
    expect(kindOf(value)).toBe(expected);
  });
});
