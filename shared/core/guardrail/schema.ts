import * as z from 'zod';
import { patterns } from '../event/schema.ts';
import { hours, minutes } from '../units.ts';
import { pattern } from './pattern-schema.ts';
import { plannedSilenceSchema } from './planned-silence.ts';
import { parseDuration, parseFrequency, parsePercent } from './quantity.ts';
import { name, strict, text } from './schema-terms.ts';

/** The keys of guardrails.yaml. Each description says what an editor shows beside the key. */

const aLimit = 'expected a limit such as 3% (rate), 800ms (latency) or 20/min (volume)';
const limitText = z.string({ error: aLimit }).refine((value) => parsers.some((parse) => (parse(value) ?? 0) > 0), {
  error: aLimit,
});
const parsers = [parsePercent, parseDuration, parseFrequency] as const;

const level = z
  .strictObject({
    above: limitText
      .optional()
      .describe('The limit that the rate, the percentile of the latency or the volume must not exceed.'),
    below: limitText.optional().describe('The limit that the rate or the volume must not fall below.'),
  })
  .refine(({ above, below }) => (above === undefined) !== (below === undefined), {
    error: 'expected one of above and below',
  });

const chanceUpTo = (largest: number) => {
  const error = `expected a number above 0 and at most ${largest}`;
  return z.number({ error }).gt(0, { error }).max(largest, { error });
};

const duration = (expected: string, holds: (ms: number, text: string) => boolean) => {
  const error = `expected ${expected}`;
  return z.string({ error }).refine((value) => holds(parseDuration(value) ?? Number.NaN, value), { error });
};
const upToADay = duration('a duration from 0m to 24h', (ms) => ms <= hours(24));
const reminder = duration('a duration of at least 10m, or never', (ms, word) => ms >= minutes(10) || word === 'never');
const aCount = 'expected a whole number of at least 1';

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
  countBy: name
    .optional()
    .describe(
      'Counts the distinct values of this attribute in each minute instead of events, for producers that report each try of a payment. A value is bad when any of its events is.',
    ),
  by: z
    .array(name)
    .max(8, { error: 'expected at most 8 attributes' })
    // Named twice, each of its groups would be counted twice.
    .refine((names) => new Set(names).size === names.length, { error: 'expected each attribute once' })
    .optional()
    .describe(
      'Attributes whose every value is judged on its own, beside the whole. The limits are the same for each: a volume below 20/min means 20 for every value.',
    ),
  warning: level.optional(),
  critical: level.optional(),
  recover: limitText
    .optional()
    .describe('The limit that must be proven for the guardrail to be clear; default: that of the mildest level.'),
  evidence: z
    .union([z.literal('none'), strict({ breach: chanceUpTo(0.05).optional(), clear: chanceUpTo(0.2).optional() })], {
      error: 'expected none, or a mapping of breach and clear',
    })
    .optional()
    .describe(
      'The chance of a wrong verdict when the rate lies on the limit. Default: breach 0.0001, clear 0.01. none: a plain comparison over the window.',
    ),
  window: duration(
    'whole minutes from 1m to 60m, such as 5m',
    (ms) => ms >= minutes(1) && ms <= minutes(60) && ms % minutes(1) === 0,
  )
    .optional()
    .describe('With evidence: none, the minutes that are compared.'),
  minEvents: z
    .int({ error: aCount })
    .min(1, { error: aCount })
    .optional()
    .describe('With evidence: none, the events in the window below which nothing is compared. Default: 1.'),
  for: upToADay
    .optional()
    .describe('With evidence: none, how long a limit must be broken before it is said. Default: 0m.'),
  keepFiringFor: upToADay
    .optional()
    .describe('With evidence: none, how long a limit must be kept before it is over. Default: 0m.'),
  remind: strict({ critical: reminder.optional(), warning: reminder.optional() })
    .optional()
    .describe('How long after the last message an open incident is told again. Default: critical 4h, warning 24h.'),
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
      weight: z
        .literal('amount', { error: 'expected amount' })
        .optional()
        .describe('Counts value instead of events: the share of the amount that is bad, in one currency.'),
      currency: z
        .string({ error: 'expected an ISO 4217 code such as CNY' })
        .regex(patterns.currency, { error: 'expected an ISO 4217 code such as CNY' })
        .optional()
        .describe('With weight, the currency whose events count.'),
    }),
    strict({
      ...common,
      kind: z.literal('latency'),
      field: z.literal('latencyMs', { error: 'expected latencyMs' }).optional(),
      percentile: z.number({ error: 'expected a percentile such as 95' }).min(50).max(99.9),
    }),
    strict({ ...common, kind: z.literal('volume') }),
  ],
  { error: 'expected kind: rate, latency or volume' },
);

export type RawGuardrail = z.infer<typeof guardrailSchema>;

/** A file with no guardrails is refused: an evaluator that judges nothing looks the same as one for which all is well. */
export const fileSchema = strict({
  guardrails: z
    .array(guardrailSchema, { error: 'expected a list of guardrails' })
    .min(1, { error: 'expected at least one guardrail, got none' }),
  silences: z.array(plannedSilenceSchema, { error: 'expected a list of silences' }).optional(),
});
