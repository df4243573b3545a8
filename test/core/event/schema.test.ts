import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compiledEventSchema, eventSchema } from '../../../shared/core/event/schema.ts';
import { rawEvents } from '../../support/arbitraries.ts';
import { aRawEvent } from '../../support/builders.ts';

/** Whether an event with this JSON in place of its own keys is one. JSON, since it can say what a literal can't: 1e999. */
const accepts = (json: string): boolean => {
  const raw = { ...aRawEvent(), ...JSON.parse(json) };
  const accepted = eventSchema.safeParse(raw).success;
  expect(compiledEventSchema.safeParse(raw).success).toBe(accepted);
  return accepted;
};

const attributes = (count: number): string =>
  JSON.stringify({ attributes: Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, index])) });
const bank = (value: string): string => JSON.stringify({ attributes: { bank: value } });

describe('an event is one with', () => {
  it.each([
    ['an id of one character', '{"id":"a"}'],
    ['an id of 128 characters', `{"id":"${'a'.repeat(128)}"}`],
    ['an id of every kind of character', '{"id":"aZ09_.:-"}'],
    ['a source that is a URI', '{"source":"https://shop.example/a_b?c=d&e=%20~#f+g@h-1.2"}'],
    ['a type of its own', '{"type":"com.acme:charge-back_1"}'],
    ['each outcome', '{"outcome":"pending"}'],
    ['fraud decided', '{"fraud":false}'],
    ['no latency at all', '{"latencyMs":0}'],
    ['a latency below zero by sign only', '{"latencyMs":-0}'],
    ['a latency with a fraction', '{"latencyMs":12.75}'],
    ['a latency of ten minutes', '{"latencyMs":600000}'],
    ['a latency too small for a number, which is zero', '{"latencyMs":1e-400}'],
    ['the largest amount that is exact', '{"amount":9007199254740991}'],
    ['an amount of nothing', '{"amount":0}'],
    ['no attributes', '{"attributes":{}}'],
    ['16 attributes', attributes(16)],
    ['attributes of each kind', '{"attributes":{"a":"","b":-1.5,"c":true}}'],
    ['an attribute name of 64 characters', `{"attributes":{"a${'-'.repeat(63)}":1}}`],
    ['an attribute named as what every object has', '{"attributes":{"constructor":"x","toString":"y"}}'],
    ['an attribute value of 128 bytes', bank('a'.repeat(128))],
    ['an attribute value of 128 bytes in 64 characters', bank('é'.repeat(64))],
    ['an attribute value of 128 bytes in 32 emoji', bank('😀'.repeat(32))],
  ])('%s', (_sentence, json) => {
    expect(accepts(json)).toBe(true);
  });
});

describe('an event is none with', () => {
  it.each([
    ['an empty id', '{"id":""}'],
    ['an id of 129 characters', `{"id":"${'a'.repeat(129)}"}`],
    ['a number for an id', '{"id":7}'],
    ['a space in its id', '{"id":"a b"}'],
    ['a line break after its id', String.raw`{"id":"a\n"}`],
    ['a letter in its id that is not ASCII', '{"id":"ä"}'],
    ['a NUL in its id, which would join it to the source', String.raw`{"id":"a\u0000b"}`],
    ['an empty source', '{"source":""}'],
    ['a source of 129 characters', `{"source":"${'a'.repeat(129)}"}`],
    ['a space in its source', '{"source":"a b"}'],
    ['null for a source', '{"source":null}'],
    ['a type of 65 characters', `{"type":"${'a'.repeat(65)}"}`],
    ['an empty type', '{"type":""}'],
    ['an outcome in capitals', '{"outcome":"FAILED"}'],
    ['an outcome that every object has', '{"outcome":"constructor"}'],
    ['an outcome misspelt', '{"outcome":"sucess"}'],
    ['fraud as text', '{"fraud":"true"}'],
    ['fraud as a number', '{"fraud":1}'],
    ['a negative latency', '{"latencyMs":-1}'],
    ['a latency below zero by a fraction', '{"latencyMs":-1e-9}'],
    ['a latency above ten minutes by a fraction', '{"latencyMs":600000.1}'],
    ['a latency too large for a number', '{"latencyMs":1e999}'],
    ['a negative latency too large for a number', '{"latencyMs":-1e999}'],
    ['NaN as text for a latency', '{"latencyMs":"NaN"}'],
    ['a number as text for a latency', '{"latencyMs":"120"}'],
    ['null for a latency', '{"latencyMs":null}'],
    ['an amount that a double can not hold', '{"amount":9007199254740993}'],
    ['an amount with a fraction', '{"amount":42.5}'],
    ['a negative amount', '{"amount":-1}'],
    ['an amount too large for a number', '{"amount":1e999}'],
    ['an amount as text', '{"amount":"4200"}'],
    ['a currency in small letters', '{"currency":"cny"}'],
    ['a currency of four letters', '{"currency":"CNYX"}'],
    ['a line break after its currency', String.raw`{"currency":"CNY\n"}`],
    ['17 attributes', attributes(17)],
    ['an array for attributes', '{"attributes":[]}'],
    ['null for attributes', '{"attributes":null}'],
    ['an attribute in an attribute', '{"attributes":{"a":{}}}'],
    ['a list in an attribute', '{"attributes":{"a":["x"]}}'],
    ['null in an attribute', '{"attributes":{"a":null}}'],
    ['a number in an attribute that is too large for one', '{"attributes":{"a":1e999}}'],
    ['an attribute without a name', '{"attributes":{"":1}}'],
    ['an attribute name of 65 characters', `{"attributes":{"a${'-'.repeat(64)}":1}}`],
    ['an attribute name that begins with a digit', '{"attributes":{"1a":1}}'],
    ['an attribute name that is not ASCII', '{"attributes":{"bänk":1}}'],
    ['an attribute named __proto__', '{"attributes":{"__proto__":"x"}}'],
    ['an attribute value of 129 bytes', bank('a'.repeat(129))],
    ['an attribute value of 129 bytes in 65 characters', bank(`${'é'.repeat(64)}a`)],
    ['half a surrogate pair in an attribute, of either side', String.raw`{"attributes":{"a":"\ud83d","b":"\ude00"}}`],
    ['a key of its own', '{"merchant":"x"}'],
    ['a known key in other letters', '{"latencyMS":120}'],
    ['a key named __proto__', '{"__proto__":{"id":"x"}}'],
    ['a key named constructor', '{"constructor":1}'],
  ])('%s', (_sentence, json) => {
    expect(accepts(json)).toBe(false);
  });
});

describe('the compiled schema', () => {
  it('decides as the plain one does, and gives the same event', () => {
    fc.assert(
      fc.property(rawEvents, (raw) => {
        const [compiled, plain] = [compiledEventSchema.safeParse(raw), eventSchema.safeParse(raw)];
        expect(compiled.success).toBe(plain.success);
        expect(compiled.data).toEqual(plain.data);
      }),
      { numRuns: 500 },
    );
  });
});
