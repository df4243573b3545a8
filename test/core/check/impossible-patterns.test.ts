import { describe, expect, it } from 'vitest';
import { aFile, linesOf } from './checking.ts';

const check = (keys: string): readonly string[] =>
  linesOf(aFile([`{ id: a, kind: rate, critical: { above: 3% }, ${keys} }`]), 'impossible-pattern').map((line) =>
    line.replace(/^g\.yaml:2:\d+: guardrails\[0\]\./, ''),
  );

describe('a pattern is refused that no event can match', () => {
  const text = (field: string): string =>
    `expected a number or {numeric: […]}, got text: ${field} is a number in every event`;
  const exclusive = 'expected comparisons that a number can meet, got two that exclude each other';
  const cases = new Map<string, readonly [keys: string, line: string]>([
    ['text for an amount', ['of: { amount: "100" }, bad: { fraud: true }', `of.amount: ${text('amount')}`]],
    ['a prefix of a latency', ['bad: { latencyMs: { prefix: "8" } }', `bad.latencyMs: ${text('latencyMs')}`]],
    [
      'comparisons of a currency',
      [
        'of: { currency: { numeric: [">", 5] } }, bad: { fraud: true }',
        'of.currency: expected values, got a comparison of numbers: currency is no number in any event',
      ],
    ],
    [
      'comparisons that exclude each other',
      ['of: { amount: { numeric: [">", 5, "<", 5] } }, bad: { fraud: true }', `of.amount: ${exclusive}`],
    ],
    [
      'and of an attribute',
      ['of: { items: [{ numeric: ["=", 1, "=", 2] }] }, bad: { fraud: true }', `of.items: ${exclusive}`],
    ],
    [
      'one of several matchers',
      ['of: { amount: [{ numeric: [">", 5] }, "7"] }, bad: { fraud: true }', `of.amount: ${text('amount')}`],
    ],
  ]);
  it.each([...cases])('%s', (_, [keys, line]) => {
    expect(check(keys)).toEqual([line]);
  });
});

describe('a guardrail is refused', () => {
  const never = (field: string, values: string): string =>
    `bad.${field}: expected something that the events of this guardrail can have (${field}: ${values}), got what none of them has: no event would ever be bad; say in of: which events count`;
  it.each([
    ['of bad events of a type that does not count', 'bad: { type: chargeback }', never('type', 'payment')],
    [
      'of bad values that are shut out',
      'of: { outcome: [succeeded, declined] }, bad: { outcome: [failed] }',
      never('outcome', 'succeeded, declined'),
    ],
    [
      'of what must be there and must not',
      'of: { psp: { exists: false } }, bad: { psp: { prefix: a } }',
      never('psp', 'none'),
    ],
    [
      'of a prefix that no value has',
      'of: { bank: [icbc, ccb] }, bad: { bank: { prefix: b } }',
      never('bank', 'icbc, ccb'),
    ],
    ['one impossible field of two', 'of: { bank: icbc }, bad: { fraud: true, bank: ccb }', never('bank', 'icbc')],
  ])('%s: none would ever be bad', (_, keys, line) => {
    expect(check(keys)).toEqual([line]);
  });

  it.each([
    ['by the very pattern', 'of: { method: [card] }, bad: { method: [card] }'],
    ['by a wider one', 'of: { method: card }, bad: { method: [card, qr] }'],
    ['by the type that is meant without one', 'bad: { type: payment }'],
  ])('where all that counts is bad, %s', (_, keys) => {
    expect(check(keys)).toEqual([
      'bad: expected what tells bad events from good ones, got what all have that count: every event would be bad',
    ]);
  });
});

it.each([
  ['some of what counts', 'of: { outcome: [succeeded, failed] }, bad: { outcome: failed }'],
  ['one field that all have and one that they have not', 'of: { method: card }, bad: { method: card, fraud: true }'],
  ['another type that counts', 'of: { type: [payment, chargeback] }, bad: { type: chargeback }'],
  ['what counts by a prefix, of which nothing can be said', 'of: { bank: { prefix: ic } }, bad: { bank: ccb }'],
  ['a range', 'of: { amount: { numeric: [">=", 100, "<", 100.5] } }, bad: { fraud: true }'],
  ['a range of one number', 'of: { amount: { numeric: [">=", 5, "<=", 5] } }, bad: { fraud: true }'],
  ['a number that is named', 'of: { amount: [0, { anything-but: [7] }] }, bad: { fraud: true }'],
])('a pattern may be of %s', (_, keys) => {
  expect(check(keys)).toEqual([]);
});

it('bad events of a monthly rule are counts of their own, of any type', () => {
  const monthly = '{ id: a, kind: monthly, bad: { type: chargeback }, of: {}, critical: { ratio: 1% } }';
  expect(linesOf(aFile([monthly]))).toEqual([]);
});
