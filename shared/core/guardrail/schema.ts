import * as z from 'zod';
import { patterns } from '../event/schema.ts';
import { comparisons } from './pattern.ts';
import { parseDuration, parsePercent } from './quantity.ts';

/** The keys of guardrails.yaml. Each description says what an editor shows beside the key. */

const text = (expected: string) =>
  z.string({ error: `expected ${expected}` }).min(1, { error: `expected ${expected}` });
const strict = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.strictObject(shape);

const limitText = z
  .string({ error: 'expected a limit such as 3% (rate) or 800ms (latency)' })
  .refine((value) => parsePercent(value) !== undefined || parseDuration(value) !== undefined, {
    error: 'expected a limit such as 3% (rate) or 800ms (latency)',
  });

const level = z
  .strictObject({
    above: limitText.optional().describe('The limit that the rate, or the percentile of the latency, must not exceed.'),
    below: limitText.optional().describe('The limit that the rate must not fall below.'),
  })
  .refine(({ above, below }) => (above === undefined) !== (below === undefined), {
    error: 'expected one of above and below',
  });

const name = z.string().regex(patterns.attributeName, { error: 'expected the name of a field or attribute' });
const scalar = z.union([z.string(), z.number(), z.boolean()], { error: 'expected a string, a number, true or false' });

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
    strict({ prefix: text('a prefix') }),
    strict({ exists: z.boolean() }),
    strict({ numeric: bounds }),
    strict({
      'anything-but': z.union([
        scalar,
        z.array(scalar).min(1, noValues),
        strict({ prefix: z.union([text('a prefix'), z.array(text('a prefix')).min(1, noValues)]) }),
      ]),
    }),
  ],
  notAMatcher,
);

const pattern = z
  .record(name, z.union([matcher, z.array(matcher).min(1, noValues)], notAMatcher))
  .describe('Which events, in the syntax of SNS filter policies: every field must match, by any of its values.');

export type RawPattern = z.infer<typeof pattern>;
export type RawMatcher = z.infer<typeof matcher>;

const chanceUpTo = (largest: number) => {
  const error = `expected a number above 0 and at most ${largest}`;
  return z.number({ error }).gt(0, { error }).max(largest, { error });
};

const common = {
  id: z.string({ error: 'expected an id' }).regex(/^[a-z][a-z0-9-]{0,63}$/, {
    error: 'expected lower-case letters, digits and -, at most 64, a letter first',
  }),
  name: text('a name')
    .max(80, { error: 'expected at most 80 characters' })
    .optional()
    .describe('How messages call it.'),
  description: text('a sentence').max(500, { error: 'expected at most 500 characters' }).optional(),
  owner: text('a team')
    .max(80, { error: 'expected at most 80 characters' })
    .optional()
    .describe('Who acts; shown in messages.'),
  runbook: z
    .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
    .max(500, { error: 'expected at most 500 characters' })
    .optional()
    .describe('Where the message sends its reader.'),
  of: pattern.optional().describe('Which events count. Without a type: those of type payment.'),
  by: z
    .array(name)
    .max(8, { error: 'expected at most 8 attributes' })
    .optional()
    .describe('Attributes whose every value is judged on its own, beside the whole.'),
  warning: level.optional(),
  critical: level.optional(),
  recover: limitText
    .optional()
    .describe('The limit that must be proven for the guardrail to be clear; default: that of the mildest level.'),
  evidence: strict({ breach: chanceUpTo(0.05).optional(), clear: chanceUpTo(0.2).optional() })
    .optional()
    .describe('The chance of a wrong verdict when the rate lies on the limit. Default: breach 0.0001, clear 0.01.'),
};

const guardrailSchema = z.discriminatedUnion(
  'kind',
  [
    strict({
      ...common,
      kind: z.literal('rate'),
      bad: pattern
        .refine((fields) => Object.keys(fields).length > 0, {
          error: 'expected at least one field: without one every event is bad',
        })
        .describe('Which of those events are bad.'),
    }),
    strict({
      ...common,
      kind: z.literal('latency'),
      field: z.literal('latencyMs', { error: 'expected latencyMs' }).optional(),
      percentile: z.number({ error: 'expected a percentile such as 95' }).min(50).max(99.9),
    }),
  ],
  { error: 'expected kind: rate or kind: latency' },
);

export type RawGuardrail = z.infer<typeof guardrailSchema>;

/** A file with no guardrails is refused: an evaluator that judges nothing looks the same as one for which all is well. */
export const fileSchema = strict({
  guardrails: z
    .array(guardrailSchema, { error: 'expected a list of guardrails' })
    .min(1, { error: 'expected at least one guardrail, got none' }),
});
