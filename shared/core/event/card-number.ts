import { isIssued } from './card-issuers.ts';

const SHORTEST = 13;
const SPACE = 32;
const HYPHEN = 45;
const ZERO = 48;
const NINE = 57;

/**
 * How card numbers are written: in one piece, or in the groups that are printed on cards. Not in any groups, since
 * `<merchant>-<epoch milliseconds>` is two of them too. Found at every place, so that digits before a number do not hide it.
 */
const writings = [
  /(?<!\d)(?=(\d{13,19})(?!\d))/g,
  /(?<!\d)(?=(\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4})(?!\d))/g,
  /(?<!\d)(?=(\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,3})(?!\d))/g,
  /(?<!\d)(?=(\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,3})(?!\d))/g,
  /(?<!\d)(?=(\d{4}[ -]\d{4}[ -]\d{5})(?!\d))/g,
  /(?<!\d)(?=(\d{4}[ -]\d{6}[ -]\d{4,5})(?!\d))/g,
  /(?<!\d)(?=(\d{6} \d{13})(?!\d))/g,
];
/** What all of the groupings begin with, and few other ids. */
const grouped = /\d{4}[ -](?:\d{4}[ -]\d{4}[ -]?\d|\d{6}[ -]\d{4})|\d{6} \d{13}/;

/**
 * Whether a text is or holds the number of a payment card: 13 to 19 digits with a valid check digit, of a length and with
 * first digits that somebody issues cards under. Without the last condition one in ten of all long ids would be taken for
 * one, and a tenth of a producer's payments refused.
 */
export const holdsCardNumber = (text: string): boolean =>
  hasLongRun(text) && mayHold(text) && writings.some((writing) => holds(text, writing));

/**
 * The same for a number. One beyond 2^53 has lost its last digits in JSON.parse, the check digit among them, but not the
 * rest: of those the issuer decides alone.
 */
export const isCardNumber = (value: number): boolean => {
  const size = Math.abs(value);
  if (size < 10 ** (SHORTEST - 1)) return false;
  const text = String(size);
  return size <= Number.MAX_SAFE_INTEGER ? holdsCardNumber(text) : isIssued(text, 0, text.length);
};

/** Puts a word in the place of every run of digits that a card number could be in: for names that are told to their producer. */
export const withoutLongNumbers = (text: string): string => text.replaceAll(/\d(?:[ -]?\d){12,}/g, '[digits]');

/**
 * Whether 13 characters in a row are digits, spaces or hyphens. Every text of every event comes by here and few have such
 * a run, so it looks at the last of 13 characters first: at anything else there, the next 13 begin behind it.
 */
const hasLongRun = (text: string): boolean => {
  for (let last = SHORTEST - 1; last < text.length;) {
    let place = last;
    while (place > last - SHORTEST && isDigitOrSeparator(text.charCodeAt(place))) place--;
    if (place === last - SHORTEST) return true;
    last = place + SHORTEST;
  }
  return false;
};

/** Whether it is worth a closer look: digits in one piece that are issued, or some that begin as groups do. */
const mayHold = (text: string): boolean => {
  let piece = 0;
  let separated = false;
  for (let place = 0; place <= text.length; place++) {
    // Asked for what lies behind the end, charCodeAt takes twice as long for all of them.
    const code = place < text.length ? text.charCodeAt(place) : 0;
    if (isDigit(code)) piece++;
    else if (piece > 0) {
      if (piece >= SHORTEST && isIssued(text, place - piece, piece)) return true;
      separated ||= code === SPACE || code === HYPHEN;
      piece = 0;
    }
  }
  return separated && grouped.test(text);
};

const holds = (text: string, writing: RegExp): boolean => {
  for (const { 1: written = '', index } of text.matchAll(writing)) {
    const digits = written.replaceAll(/[ -]/g, '');
    if (isIssued(digits, 0, digits.length) && isLuhnValid(digits) && !isInHexadecimal(text, index, written))
      return true;
  }
  return false;
};

/** ISO/IEC 7812-1, annex B: from the right every second digit counts double, and the digits of all that add up to a ten. */
const isLuhnValid = (digits: string): boolean => {
  let sum = 0;
  for (let place = 1; place <= digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - place) - ZERO;
    sum += place % 2 === 1 ? digit : digit * 2 - (digit > 4 ? 9 : 0);
  }
  return sum % 10 === 0;
};

/**
 * Whether the digits are of a hash or a UUID: some ids in hexadecimal hold by chance what reads as a card number, and a
 * producer of them could do nothing about it. The word that the digits begin or end in is then all hexadecimal, has a
 * letter, and is of whole 16-bit units.
 */
const isInHexadecimal = (text: string, start: number, written: string): boolean => {
  const before = /[0-9A-Za-z]*$/.exec(text.slice(0, start))?.[0] ?? '';
  const after = /^[0-9A-Za-z]*/.exec(text.slice(start + written.length))?.[0] ?? '';
  const words = `${before}${written}${after}`.split(/[ -]/);
  return [words.at(0) ?? '', words.at(-1) ?? ''].some(
    (word) => word.length % 4 === 0 && /[a-f]/i.test(word) && /^[0-9a-f]+$/i.test(word),
  );
};

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;
const isDigitOrSeparator = (code: number): boolean => isDigit(code) || code === SPACE || code === HYPHEN;
