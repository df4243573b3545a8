interface Issuer {
  readonly network: string;
  /** First digits of its numbers, up to four of them, as one prefix or a range of two. */
  readonly prefixes: readonly string[];
  /** How many digits its numbers have. */
  readonly lengths: readonly number[];
}

const from14 = [14, 15, 16, 17, 18, 19];
const from16 = from14.slice(2);

/**
 * Who issues cards under which first digits, and how long (ISO/IEC 7812 numbers; ranges of
 * https://en.wikipedia.org/wiki/Payment_card_number and https://github.com/braintree/credit-card-type, read in
 * November 2026). Networks that lie within these (Verve, Elo, Dankort, ...) are not named apart.
 *
 * Left out is what begins with 1: counters, times and ids made of times do, and of those one in ten would be refused by
 * chance. It costs UATP (15 digits), which airlines bill companies by, and GPN's 1946.
 */
export const cardIssuers: readonly Issuer[] = [
  { network: 'Visa', prefixes: ['4'], lengths: [13, 16, 19] },
  { network: 'Mastercard', prefixes: ['51-55', '2221-2720'], lengths: [16] },
  { network: 'American Express', prefixes: ['34', '37'], lengths: [15] },
  { network: 'Diners Club', prefixes: ['300-305', '3095', '36', '38-39'], lengths: from14 },
  { network: 'Discover', prefixes: ['6011', '644-649', '65'], lengths: from16 },
  { network: 'JCB', prefixes: ['3528-3589'], lengths: from16 },
  { network: 'UnionPay', prefixes: ['62', '81'], lengths: from16 },
  // Of twelve digits as well, which are too few to tell from an id.
  { network: 'Maestro', prefixes: ['50', '56-69'], lengths: [13, ...from14] },
  // On paper to 19 digits. Snowflake ids on Twitter's epoch have 19 and pass through this range in June 2027.
  { network: 'Mir', prefixes: ['2200-2204'], lengths: [16, 17, 18] },
  { network: 'RuPay', prefixes: ['60', '65', '81-82', '508'], lengths: [16] },
  { network: 'Troy', prefixes: ['9792'], lengths: [16] },
];

const DIGITS = 4;

/** For each four first digits the lengths that are issued under them, a bit each. */
const lengthsByPrefix = new Uint32Array(10 ** DIGITS);
for (const { prefixes, lengths } of cardIssuers) {
  const bits = lengths.reduce((all, length) => all | (1 << length), 0);
  for (const [first = '', last = first] of prefixes.map((prefix) => prefix.split('-'))) {
    const end = Number(last.padEnd(DIGITS, '9'));
    for (let prefix = Number(first.padEnd(DIGITS, '0')); prefix <= end; prefix++)
      lengthsByPrefix[prefix] = (lengthsByPrefix[prefix] ?? 0) | bits;
  }
}

/** Whether anybody issues cards with so many digits that begin as the text does at `start`. */
export const isIssued = (text: string, start: number, digits: number): boolean => {
  let prefix = 0;
  for (let place = start; place < start + DIGITS; place++) prefix = prefix * 10 + text.charCodeAt(place) - 48;
  return digits < 32 && ((lengthsByPrefix[prefix] ?? 0) & (1 << digits)) !== 0;
};
