import * as z from 'zod/mini';
import { limits } from '../limits.ts';
import { outcomes } from './event.ts';

const upTo = (length: number, characters: string) => new RegExp(`^[${characters}]{1,${length}}$`);

export const patterns = {
  id: upTo(limits.idLength, 'A-Za-z0-9_.:-'),
  /** Wider than an id, since a CloudEvents source is a URI reference. */
  source: upTo(limits.sourceLength, 'A-Za-z0-9_.:/?#=&%~+@-'),
  type: upTo(limits.typeLength, 'A-Za-z0-9_.:-'),
  currency: /^[A-Z]{3}$/,
  attributeName: new RegExp(`^[A-Za-z][A-Za-z0-9_.-]{0,${limits.attributeNameLength - 1}}$`),
} as const;

export const isShortText = (text: string): boolean =>
  // A lone surrogate becomes U+FFFD in UTF-8, so that two different values would be one group.
  text.isWellFormed() &&
  (text.length * 3 <= limits.attributeValueBytes || utf8Length(text) <= limits.attributeValueBytes);

const utf8Length = (text: string): number => Buffer.byteLength(text, 'utf8');

const attributeValue = z.union([z.string().check(z.refine(isShortText)), z.number(), z.boolean()]);

/** Zod leaves a key `__proto__` out of a record unseen: the event would be stored without it. */
const hasProtoKey = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__');

/** An event as it comes in. Unknown keys are refused: a misspelt `latencyMS` would make a guardrail silent. */
export const eventSchema = z.strictObject({
  id: z.string().check(z.regex(patterns.id)),
  source: z.optional(z.string().check(z.regex(patterns.source))),
  time: z.union([z.iso.datetime({ offset: true }), z.int()]),
  type: z.optional(z.string().check(z.regex(patterns.type))),
  outcome: z.optional(z.enum(outcomes)),
  fraud: z.optional(z.boolean()),
  latencyMs: z.optional(z.number().check(z.minimum(0), z.maximum(limits.latencyMs))),
  amount: z.optional(z.int().check(z.minimum(0))),
  currency: z.optional(z.string().check(z.regex(patterns.currency))),
  attributes: z.optional(
    z.pipe(
      z.unknown().check(z.refine((attributes) => !hasProtoKey(attributes), { path: ['__proto__'], abort: true })),
      z
        .record(z.string().check(z.regex(patterns.attributeName)), attributeValue)
        .check(z.refine((attributes) => Object.keys(attributes).length <= limits.attributesPerEvent)),
    ),
  ),
});

/** The same check as generated code: a third of the time, and `strict` refuses to fall back to the slow form unseen. */
export const compiledEventSchema = z.compile(eventSchema, { strict: true });

export type RawEvent = z.infer<typeof eventSchema>;
