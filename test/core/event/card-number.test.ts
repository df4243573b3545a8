import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardIssuers } from '../../../shared/core/event/card-issuers.ts';
import { holdsCardNumber, isCardNumber, withoutLongNumbers } from '../../../shared/core/event/card-number.ts';
import { seededRandom } from '../../../cli/demo/random.ts';

const random = seededRandom(41);
const digits = (count: number, base = 10): string => {
  let text = '';
  while (text.length < count) text += random.integer(base).toString(base);
  return text;
};
const hex = (count: number): string => digits(count, 16);
/** Of so many texts those that hold a card number. */
const share = (count: number, text: () => string): number =>
  Array.from({ length: count }, text).filter(holdsCardNumber).length / count;

/** The one digit that makes it valid, found by trying: the check itself is what is tested. */
const withCheckDigit = (payload: string): string => {
  const valid = Array.from({ length: 10 }, (_, last) => `${payload}${last}`).filter(luhn);
  expect(valid).toHaveLength(1);
  return valid[0] ?? '';
};
/** The rule as it is taught: from the right double every second digit, add up all digits. */
const luhn = (number: string): boolean =>
  Array.from(number)
    .toReversed()
    .flatMap((digit, index) => Array.from(String(Number(digit) * (index % 2 === 0 ? 1 : 2))))
    .reduce((sum, digit) => sum + Number(digit), 0) %
    10 ===
  0;

const maestro = withCheckDigit('500000000000');

/** A number that would be a card's in one piece, in groups that no card is printed in. */
const grouped = (payload: string, lengths: readonly number[], separator = '-'): string => {
  const number = withCheckDigit(payload);
  expect([number, holdsCardNumber(number)]).toEqual([number, true]);
  let from = 0;
  return lengths.map((length) => number.slice(from, (from += length))).join(separator);
};

describe('the number of a payment card is', () => {
  it.each([
    ['Visa', '4111111111111111'],
    ['Visa', '4242424242424242'],
    ['Visa of 13 digits', '4222222222222'],
    ['Visa of 19 digits', '4000000000000000006'],
    ['Mastercard', '5555555555554444'],
    ['Mastercard of the newer range', '2223003122003222'],
    ['American Express', '378282246310005'],
    ['Discover', '6011111111111117'],
    ['JCB', '3530111333300000'],
    ['Diners Club', '30569309025904'],
    ['Diners Club', '38520000023237'],
    ['UnionPay', '6200000000000005'],
    ['UnionPay of 19 digits', '6205500000000000004'],
    ['Maestro', '6759649826438453'],
    ['Mir', '2200000000000004'],
  ])('a number that %s gives for tests: %s', (_network, number) => {
    expect(holdsCardNumber(number)).toBe(true);
    expect(isCardNumber(Number(number))).toBe(true);
  });

  it.each(cardIssuers.map((issuer) => [issuer.network, issuer] as const))(
    'one of %s, from each of its ranges and in each of its lengths',
    (_network, { prefixes, lengths }) => {
      for (const prefix of prefixes.flatMap((range) => range.split('-'))) {
        for (const length of lengths) {
          const number = withCheckDigit(prefix + digits(length - prefix.length - 1));
          expect([number, holdsCardNumber(number)]).toEqual([number, true]);
        }
      }
    },
  );

  it.each([
    ['in fours', '4111 1111 1111 1111'],
    ['in fours by hyphens', '4111-1111-1111-1111'],
    ['in fours by both', '4111 1111-1111 1111'],
    ['in fours and three', '6205 5000 0000 0000 004'],
    ['in fours and one', '4222 2222 2222 2'],
    ['in fours and two', '3056 9309 0259 04'],
    ['as American Express prints it', '3782 822463 10005'],
    ['as Diners Club prints it', '3056-930902-5904'],
    ['as Maestro of 13 digits prints it', '5000 0000 00009'.replace('9', maestro.slice(-1))],
    ['as a card of UnionPay prints it', '620550 0000000000004'],
    ['after a prefix', 'pay_4111111111111111'],
    ['after a word', 'card4111111111111111'],
    ['after a letter', 'x4111111111111111'],
    ['before a word', '4111111111111111-visa'],
    ['between marks', 'pan=4111111111111111;exp=12/28'],
    ['in a URI', 'https://shop.example/card/4111111111111111?x=1'],
    ['before its date', '4111 1111 1111 1111 12/28'],
    ['after a date', '12 28 4111 1111 1111 1111'],
    ['after a number of its own', '12-4111111111111111-1'],
    ['after a number that is none', '4111111111111112 4111111111111111'],
    ['in two letters of hexadecimal, which are no whole word of a hash', 'a4111111111111111'],
  ])('written %s: %s', (_sentence, text) => {
    expect(holdsCardNumber(text)).toBe(true);
  });
});

it('is found wherever in a text it begins', () => {
  const missed: string[] = [];
  for (let before = 0; before < 60; before++) {
    for (const number of ['4222222222222', '4000000000000000006']) {
      for (const text of [`${'x'.repeat(before)}${number}`, `${'x1-'.repeat(before)}y${number}z`])
        if (!holdsCardNumber(text)) missed.push(text);
    }
  }
  expect(missed).toEqual([]);
});

describe('cards are issued under', () => {
  const issued = (prefix: string, length: number): boolean =>
    holdsCardNumber(withCheckDigit(prefix.padEnd(length - 1, '0')));

  it.each<[string, number, readonly string[], readonly string[]]>([
    ['Visa', 13, ['4', '4999'], ['3999', '51']],
    ['Mastercard', 16, ['51', '5599'], ['70']],
    ['Mastercard of the newer range', 16, ['2221', '2720'], ['2220', '2721']],
    ['American Express', 15, ['34', '3499', '37', '3799'], ['3399', '35']],
    ['Diners Club', 14, ['300', '3059', '3095', '36', '38', '3999'], ['2999', '306', '3094', '3096', '35', '37', '40']],
    ['JCB', 16, ['3528', '3589'], ['3527', '3590']],
    ['Maestro', 13, ['50', '5099', '56', '6999'], ['5499', '51', '5599', '70']],
    ['UnionPay and RuPay', 16, ['81', '8299'], ['8099', '83']],
    ['UnionPay', 19, ['62', '81', '8199'], ['82']],
    ['Mir', 18, ['2200', '2204'], ['2199', '2205']],
    ['Troy', 16, ['9792'], ['9791', '9793']],
    ['nobody: 1', 15, ['34'], ['1', '1999']],
    ['nobody: 0', 16, ['2221'], ['0', '0400']],
  ])('the first digits of %s (%d digits), and not beside them', (_network, length, inside, outside) => {
    expect(inside.filter((prefix) => !issued(prefix, length))).toEqual([]);
    expect(outside.filter((prefix) => issued(prefix, length))).toEqual([]);
  });
});

describe('the number of a payment card is not', () => {
  it.each([
    ['an empty text', ''],
    ['text', 'issuer_unavailable'],
    ['one with a digit wrong', '4111111111111112'],
    ['one with two digits exchanged', '4242424242422442'],
    ['12 digits', '500000000009'],
    ['20 digits', withCheckDigit('4'.repeat(19))],
    ['part of a longer number', '41111111111111110'],
    ['of a length that its network does not issue', withCheckDigit('41111111111111')],
    ['of first digits that nobody issues', withCheckDigit('900000000000000')],
    ['16 digits by dots', '4111.1111.1111.1111'],
    ['16 digits by two spaces', '4111  1111  1111  1111'],
    ['a merchant, a time in milliseconds and a counter', grouped('411772442000000', [2, 13, 1])],
    ['a merchant and a time in seconds', grouped('412345177244200', [6, 10])],
    ['a merchant and a time in milliseconds', grouped('412345177244200000', [6, 13])],
    ['a time in seconds and a merchant', grouped('417724420012345', [10, 6])],
    ['the number of a phone', grouped('628123456789', [2, 3, 4, 4], ' ')],
    ['an id of a payment that is 28 digits long', '4200002026030212345678901234'],
    ['part of a hash', `4111111111111111${'a'.repeat(16)}`],
    ['part of a hash that it ends', `${'0a1b'.repeat(4)}4111111111111111`],
    ['the last parts of a UUID', 'abcdabcd-4242-4242-4242-4242abcdabcd'],
    ['the first parts of a UUID', 'abcd4242-4242-4242-4242-abcdabcdabcd'],
  ])('%s: %s', (_sentence, text) => {
    expect(holdsCardNumber(text)).toBe(false);
  });

  it('a time in milliseconds of 2001 to 2033, nor in microseconds, nor the same after a merchant', () => {
    const read: unknown[] = [];
    for (let time = Date.UTC(2001, 8, 10); time < Date.UTC(2033, 4, 18); time += 19_919_777 + random.integer(1000)) {
      for (const id of [`${time}`, `${time}${random.integer(1000)}`, `41-${time}`, `pay_${time}`])
        if (holdsCardNumber(id)) read.push(id);
      if (isCardNumber(time)) read.push(time);
    }
    expect(read).toEqual([]);
  });

  it('a snowflake id of this time, on the epoch of Twitter or of Discord', () => {
    const read: string[] = [];
    for (let time = Date.UTC(2026, 0, 1); time < Date.UTC(2033, 0, 1); time += 7_200_000) {
      for (const epoch of [1_288_834_974_657n, 1_420_070_400_000n]) {
        const id = String(((BigInt(time) - epoch) << 22n) + BigInt(random.integer(2 ** 22)));
        if (holdsCardNumber(id)) read.push(id);
      }
    }
    expect(read).toEqual([]);
  });

  it('any of the ids in hexadecimal that payments have', () => {
    const uuid = (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
    for (const id of [uuid, () => hex(32), () => hex(64)]) expect(share(10_000, id)).toBe(0);
  });
});

describe('of random numbers for ids', () => {
  const lengths = [13, 16, 18, 19];
  const shares = (first: string): number[] =>
    lengths.map((length) => share(10_000, () => first + digits(length - first.length)));

  it('none that begins with 1 reads as a card number, of others one in 24 to 50', () => {
    const fromOne = shares('1');
    const fromAny = shares('');
    process.stdout.write(
      `random ids of ${lengths.join(', ')} digits that read as card numbers: ${percent(fromAny)}; from 1: ${percent(fromOne)}\n`,
    );
    expect(fromOne).toEqual([0, 0, 0, 0]);
    expect(Math.max(...fromAny)).toBeLessThan(0.05);
  });
});
const percent = (of: readonly number[]): string => of.map((each) => `${(each * 100).toFixed(1)} %`).join(', ');

describe('a number in the place of a text', () => {
  it.each([
    ['a card number', 4_111_111_111_111_111, true],
    ['a card number below zero', -4_111_111_111_111_111, true],
    ['a card number with a fraction', 4_222_222_222_222.5, true],
    ['one with a digit wrong', 4_111_111_111_111_112, false],
    ['one beyond 2^53 by its first digits, since its check digit is lost', 6_205_500_000_000_000_004, true],
    ['one beyond 2^53 that nobody issues', 1_772_442_000_000_000_000, false],
    ['one of more digits than can be issued', 4.1e20, false],
    ['one with an exponent', 4.1e30, false],
    ['12 digits', 422_222_222_222, false],
    ['nothing', 0, false],
  ])('%s: %d', (_sentence, value, expected) => {
    expect(isCardNumber(value)).toBe(expected);
  });
});

describe('a name without its long numbers', () => {
  it.each([
    ['a name', 'latencyMS', 'latencyMS'],
    ['a short number', 'v2_2026', 'v2_2026'],
    ['a card number', 'pan_4111111111111111', 'pan_[digits]'],
    ['a card number in groups', 'pan 4111-1111 1111-1111!', 'pan [digits]!'],
    ['two of them', '4111111111111111/4242424242424242', '[digits]/[digits]'],
    ['12 digits', '411111111111', '411111111111'],
  ])('%s: %s', (_sentence, name, expected) => {
    expect(withoutLongNumbers(name)).toBe(expected);
  });

  it('holds no card number, whatever it held', () => {
    const pieces = fc.array(
      fc.constantFrom('4111111111111111', '4242', '-', ' ', 'pan', '378282246310005', 'é', '6', '1111'),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        expect(holdsCardNumber(withoutLongNumbers(parts.join('')))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
