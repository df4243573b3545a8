import type { z } from 'zod';
import { limits } from '../limits.ts';
import { holdsCardNumber, withoutLongNumbers } from './card-number.ts';
import { outcomes } from './event.ts';
import { patterns } from './schema.ts';

export type RejectionCode =
  | 'not_an_object'
  | 'unknown_key'
  | 'missing_field'
  | 'invalid_field'
  | 'time_out_of_range'
  | 'card_number'
  | 'conflict';

/** Why one event of a batch was not stored. */
export interface Rejection {
  /** Position in the batch, from 0. */
  readonly index: number;
  /** Absent where the event had no readable id, or a card number for one. */
  readonly id?: string;
  readonly code: RejectionCode;
  /** What was expected and what kind of thing came. Never the value: it may be a payer's. */
  readonly message: string;
}

const expectations = new Map<string, string>([
  ['id', `1 to ${limits.idLength} of the characters A-Z a-z 0-9 _ . : -`],
  ['source', `1 to ${limits.sourceLength} of the characters A-Z a-z 0-9 _ . : / ? # = & % ~ + @ -`],
  ['time', 'an RFC 3339 time with an offset, such as 2026-03-02T09:00:00.000Z, or whole milliseconds since 1970'],
  ['type', `1 to ${limits.typeLength} of the characters A-Z a-z 0-9 _ . : -`],
  ['outcome', `one of ${outcomes.join(', ')}`],
  ['fraud', 'true or false'],
  ['latencyMs', `a number from 0 to ${limits.latencyMs}`],
  ['amount', 'a whole number of minor units from 0 to 2^53 - 1'],
  ['currency', 'an ISO 4217 code of three capital letters'],
  ['attributes', `an object of at most ${limits.attributesPerEvent} names`],
]);

const expectedAttribute = `a string of at most ${limits.attributeValueBytes} bytes, a number, true or false`;
const expectedAttributeName = `a letter, then up to ${limits.attributeNameLength - 1} of A-Z a-z 0-9 _ . -`;

/** The first thing wrong with an event that the schema refused, in words for its producer. */
export const explain = (issue: z.core.$ZodIssue, event: unknown): { code: RejectionCode; message: string } => {
  if (issue.code === 'unrecognized_keys') {
    const known = [...expectations.keys()].join(', ');
    const names = issue.keys.slice(0, 3).map(printable).join(', ');
    return {
      code: 'unknown_key',
      message: `${names}: not a field of an event; expected only ${known} (own fields go into attributes)`,
    };
  }
  if (issue.path.length === 0) return { code: 'not_an_object', message: `expected an object, got ${describe(event)}` };

  const [field, attribute] = issue.path.map(String);
  const name = field ?? '';
  if (attribute !== undefined) {
    const where = `attributes.${printable(attribute)}`;
    if (issue.code === 'invalid_key' || attribute === '__proto__')
      return { code: 'invalid_field', message: `${where}: expected as a name ${expectedAttributeName}` };
    const value = valueAt(valueAt(event, name), attribute);
    return { code: 'invalid_field', message: `${where}: expected ${expectedAttribute}, got ${describe(value)}` };
  }
  const value = valueAt(event, name);
  const code = value === undefined ? 'missing_field' : 'invalid_field';
  return { code, message: `${name}: expected ${expectations.get(name) ?? 'a valid value'}, got ${describe(value)}` };
};

/** The kind of a value, for a message. Sizes and signs are told, contents never. */
export const describe = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? `a string of ${value.length} characters` : 'a string with half a surrogate pair';
    case 'number':
      return describeNumber(value);
    case 'boolean':
      return 'a boolean';
    case 'object':
      return `an object of ${Object.keys(value).length} names`;
    case 'bigint':
    case 'symbol':
    case 'function':
    case 'undefined':
      return `a ${typeof value}`;
  }
  return 'something that JSON can not hold';
};

const describeNumber = (value: number): string => {
  if (!Number.isFinite(value)) return 'a number too large to be one';
  if (value < 0) return 'a negative number';
  return Number.isInteger(value) ? 'a number' : 'a number with a fraction';
};

const valueAt = (container: unknown, key: string): unknown =>
  typeof container === 'object' && container !== null && Object.hasOwn(container, key)
    ? (container as Record<string, unknown>)[key]
    : undefined;

/** The id of an event that was refused for something else, if it has one that may be shown. */
export const readableId = (event: unknown): string | undefined => {
  const id = valueAt(event, 'id');
  return typeof id === 'string' && patterns.id.test(id) && !holdsCardNumber(id) ? id : undefined;
};

/**
 * A name that came from outside, cut and stripped to what a terminal and a log take unharmed. Long numbers go before it
 * is cut, or the cut would leave the first digits of a card number.
 */
const printable = (name: string): string =>
  withoutLongNumbers(name.slice(0, limits.attributeNameLength * 2))
    .slice(0, limits.attributeNameLength)
    .replaceAll(/[^ -~]/g, '?');
