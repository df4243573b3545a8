import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../../../shared/core/event/event.ts';
import { matchesField } from '../../../shared/core/guardrail/pattern.ts';
import type { RawPattern } from '../../../shared/core/guardrail/pattern-schema.ts';
import { aGuardrail } from '../../support/builders.ts';

const matches = (bad: RawPattern, event: Readonly<Record<string, AttributeValue>>): boolean => {
  const rule = aGuardrail({ bad }).metrics[0]?.bad;
  if (rule?.kind !== 'pattern') throw new Error('a rate is told by a pattern');
  return rule.pattern.every((field) =>
    matchesField(field, Object.hasOwn(event, field.field) ? event[field.field] : undefined),
  );
};

/** As SNS filter policies do: https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html and its neighbours. */
describe('as in a filter policy of SNS', () => {
  it.each<[string, RawPattern, Record<string, AttributeValue>, boolean]>([
    ['a string matches itself', { bank: ['icbc'] }, { bank: 'icbc' }, true],
    ['a string matches no other case', { bank: ['icbc'] }, { bank: 'ICBC' }, false],
    ['a string does not match as a part', { bank: ['icbc'] }, { bank: 'icbc2' }, false],
    ['a string does not match where the field is missing', { bank: ['icbc'] }, {}, false],
    ['one value stands for a list of one', { bank: 'icbc' }, { bank: 'icbc' }, true],
    ['a number matches itself', { code: [100] }, { code: 100 }, true],
    ['a number does not match its text', { code: [100] }, { code: '100' }, false],
    ['text does not match its number', { code: ['100'] }, { code: 100 }, false],
    ['true matches true', { fraud: [true] }, { fraud: true }, true],
    ['true does not match its text', { retry: [true] }, { retry: 'true' }, false],
    ['true does not match false', { fraud: [true] }, { fraud: false }, false],

    ['any of the values of a field is enough', { bank: ['icbc', 'ccb'] }, { bank: 'ccb' }, true],
    ['none of the values of a field is not', { bank: ['icbc', 'ccb'] }, { bank: 'abc' }, false],
    ['any of different matchers is enough', { bank: ['x', { prefix: 'ic' }] }, { bank: 'icbc' }, true],
    ['every field must match', { bank: ['icbc'], method: ['qr'] }, { bank: 'icbc', method: 'qr' }, true],
    [
      'one field that does not match is too many',
      { bank: ['icbc'], method: ['qr'] },
      { bank: 'icbc', method: 'card' },
      false,
    ],
    ['one field that is missing is too many', { bank: ['icbc'], method: ['qr'] }, { bank: 'icbc' }, false],
    ['fields that the pattern does not name do not matter', { bank: ['icbc'] }, { bank: 'icbc', x: 1 }, true],

    ['a prefix matches what begins with it', { bank: [{ prefix: 'ic' }] }, { bank: 'icbc' }, true],
    ['a prefix matches itself', { bank: [{ prefix: 'ic' }] }, { bank: 'ic' }, true],
    ['a prefix does not match within', { bank: [{ prefix: 'bc' }] }, { bank: 'icbc' }, false],
    ['a prefix does not match a number', { code: [{ prefix: '1' }] }, { code: 100 }, false],
    ['a prefix does not match a missing field', { bank: [{ prefix: 'ic' }] }, {}, false],

    ['anything-but matches another value', { bank: [{ 'anything-but': 'icbc' }] }, { bank: 'ccb' }, true],
    ['anything-but does not match the value', { bank: [{ 'anything-but': 'icbc' }] }, { bank: 'icbc' }, false],
    [
      'anything-but of a list matches none of it',
      { bank: [{ 'anything-but': ['icbc', 'ccb'] }] },
      { bank: 'ccb' },
      false,
    ],
    ['anything-but of a list matches the rest', { bank: [{ 'anything-but': ['icbc', 'ccb'] }] }, { bank: 'abc' }, true],
    ['anything-but matches the value as another kind', { code: [{ 'anything-but': [100] }] }, { code: '100' }, true],
    ['anything-but of a number does not match it', { code: [{ 'anything-but': 100 }] }, { code: 100 }, false],
    ['anything-but does not match a missing field', { bank: [{ 'anything-but': 'icbc' }] }, {}, false],
    [
      'anything-but of a prefix matches the rest',
      { bank: [{ 'anything-but': { prefix: 'ic' } }] },
      { bank: 'ccb' },
      true,
    ],
    [
      'anything-but of a prefix does not match it',
      { bank: [{ 'anything-but': { prefix: 'ic' } }] },
      { bank: 'icbc' },
      false,
    ],
    [
      'anything-but of prefixes matches none of them',
      { bank: [{ 'anything-but': { prefix: ['x', 'ic'] } }] },
      { bank: 'icbc' },
      false,
    ],
    [
      'anything-but of a prefix does not match a missing field',
      { bank: [{ 'anything-but': { prefix: 'ic' } }] },
      {},
      false,
    ],

    ['a number is equal', { amount: [{ numeric: ['=', 301.5] }] }, { amount: 301.5 }, true],
    ['a number is not below itself', { amount: [{ numeric: ['<', 5] }] }, { amount: 5 }, false],
    ['a number is at most itself', { amount: [{ numeric: ['<=', 5] }] }, { amount: 5 }, true],
    ['a number is not above itself', { amount: [{ numeric: ['>', 5] }] }, { amount: 5 }, false],
    ['a number is at least itself', { amount: [{ numeric: ['>=', 5] }] }, { amount: 5 }, true],
    ['a number lies in a range', { amount: [{ numeric: ['>', 0, '<=', 150] }] }, { amount: 150 }, true],
    ['a number lies below a range', { amount: [{ numeric: ['>', 0, '<=', 150] }] }, { amount: 0 }, false],
    ['a number lies beyond a range', { amount: [{ numeric: ['>', 0, '<=', 150] }] }, { amount: 151 }, false],
    ['a negative number lies in a range', { amount: [{ numeric: ['<', -1] }] }, { amount: -2 }, true],
    ['text is no number, whatever it looks like', { amount: [{ numeric: ['<', 5] }] }, { amount: '4' }, false],
    ['true is no number', { amount: [{ numeric: ['>=', 0] }] }, { amount: true }, false],
    ['a missing field is no number', { amount: [{ numeric: ['>=', 0] }] }, {}, false],

    ['exists matches a field that is there', { bank: [{ exists: true }] }, { bank: '' }, true],
    ['exists matches a field that is false', { fraud: [{ exists: true }] }, { fraud: false }, true],
    ['exists does not match a missing field', { bank: [{ exists: true }] }, {}, false],
    ['exists: false matches a missing field', { bank: [{ exists: false }] }, {}, true],
    ['exists: false does not match a field that is there', { bank: [{ exists: false }] }, { bank: '' }, false],
    ['a value or a missing field may be asked for', { bank: ['icbc', { exists: false }] }, {}, true],
  ])('%s', (_sentence, pattern, event, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });
});
