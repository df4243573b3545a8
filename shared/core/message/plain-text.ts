import { type GroupKey, WHOLE } from '../rollup/series.ts';

/** What came from outside, as one line: control characters could forge lines, bidi marks hide them. */
export const plain = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');

/** A group as a person reads it. */
export const groupText = (group: GroupKey): string => (group === WHOLE ? 'overall' : plain(group));

/** `a`, `a and b`, `a, b and c`; of more than ten, or of some that are not here, `... and 7 more`. */
export const listText = (items: readonly string[], elsewhere = 0): string => {
  const more = elsewhere + Math.max(0, items.length - LISTED);
  const shown = more > 0 ? [...items.slice(0, LISTED), `${more} more`] : items;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
};

const LISTED = 10;

/** Printable ASCII: what SNS takes in a subject. */
export const ascii = (text: string): string => text.replaceAll(/[^ -~]/gu, '?');

/**
 * The part of ASCII that takes one place each in an SMS. One backtick would turn the whole of it into UCS-2 of 70
 * characters; brackets take two. 3GPP TS 23.038, 6.2.1
 */
export const gsm = (text: string): string =>
  ascii(text)
    .replaceAll(/[[{]/g, '(')
    .replaceAll(/[\]}]/g, ')')
    .replaceAll(/[\\|]/g, '/')
    .replaceAll(/[`^]/g, "'")
    .replaceAll('~', '-');

/** At most `length` characters, cut between code points and marked. */
export const cut = (text: string, length: number): string => {
  if (text.length <= length) return text;
  const points = Array.from(text);
  return points.length <= length ? text : `${points.slice(0, Math.max(0, length - 3)).join('')}...`;
};
