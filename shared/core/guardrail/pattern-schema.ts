import * as z from 'zod';
import { comparisons } from './pattern.ts';
import { name, scalar, strict, text } from './schema-terms.ts';

const bounds = z
  .array(z.union([z.enum(comparisons), z.number()]))
  .refine(
    (items) =>
      (items.length === 2 || items.length === 4) &&
      items.every((item, index) => typeof item === (index % 2 === 0 ? 'string' : 'number')),
    { error: 'expected one or two comparisons, such as [">=", 100, "<", 200]' },
  );

const noValues = { error: 'expected at least one value, got none' };
const notAMatcher = {
  error: 'expected a value, or one of {prefix: …}, {anything-but: …}, {numeric: […]}, {exists: true}',
};

const matcher = z.union(
  [
    scalar,
    strict({ prefix: text('a prefix').describe('Text that begins so.') }),
    strict({ exists: z.boolean().describe('Whether the event has the field at all.') }),
    strict({ numeric: bounds.describe('Numbers, by one or two comparisons: [">=", 100, "<", 200].') }),
    strict({
      'anything-but': z
        .union([
          scalar,
          z.array(scalar).min(1, noValues),
          strict({
            prefix: z
              .union([text('a prefix'), z.array(text('a prefix')).min(1, noValues)])
              .describe('Text that does not begin so.'),
          }),
        ])
        .describe('Any other value. An event without the field does not match.'),
    }),
  ],
  notAMatcher,
);

export const pattern = z
  .record(name, z.union([matcher, z.array(matcher).min(1, noValues)], notAMatcher))
  .describe('Which events, in the syntax of SNS filter policies: every field must match, by any of its values.');

export type RawPattern = z.infer<typeof pattern>;
export type RawMatcher = z.infer<typeof matcher>;
