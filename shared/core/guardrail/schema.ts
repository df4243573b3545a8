import * as z from 'zod';
import { patterns } from '../event/schema.ts';
import { kinds } from './guardrail.ts';
import { presetNames } from '../presets/names.ts';
import { limits } from '../limits.ts';
import { days, hours, minutes } from '../units.ts';
import { pattern } from './pattern-schema.ts';
import { plannedSilenceSchema } from './planned-silence.ts';
import { monthlySchema } from './monthly-schema.ts';
import { burnSchema, percentText } from './objective-schema.ts';
import { forms, parseDuration, parseExpected, parseFrequency, parseMultiple, parsePercent } from './quantity.ts';
import { duration, name, ruleTimezone, strict, text } from './schema-terms.ts';

/** The keys of guardrails.yaml. Each description says what an editor shows beside the key. */

const aLimit = 'expected a limit such as 3% (rate), 800ms (latency), 20/min (volume) or 2x baseline';
const limitText = z
  .string({ error: aLimit })
  .refine((value) => parsers.some((parse) => (parse(value) ?? 0) > 0), { error: aLimit })
  .meta({ pattern: forms.limit });
const parsers = [parsePercent, parseDuration, parseFrequency, parseMultiple] as const;

const level = z
  .strictObject({
    above: limitText
      .optional()
      .describe('The limit that the rate, the percentile of the latency or the volume must not exceed.'),
    below: limitText.optional().describe('The limit that the rate or the volume must not fall below.'),
  })
  .refine(({ above, below }) => (above === undefined) !== (below === undefined), {
    error: 'expected one of above and below',
  })
  .meta({ oneOf: [{ required: ['above'] }, { required: ['below'] }] });

const chanceUpTo = (largest: number) => {
  const error = `expected a number above 0 and at most ${largest}`;
  return z.number({ error }).gt(0, { error }).max(largest, { error });
};

const upToADay = duration('a duration from 0m to 24h', (ms) => ms <= hours(24));
const reminder = duration('a duration of at least 10m, or never', (ms, word) => ms >= minutes(10) || word === 'never');
const aCount = 'expected a whole number of at least 1';
const aGroupCount = `expected a whole number from 1 to ${limits.groupsPerAttribute}`;

/** What every rule has, whatever it counts. */
const described = {
  id: z
    .string({ error: 'expected an id' })
    .regex(/^[a-z][a-z0-9-]{0,63}$/, {
      error: 'expected lower-case letters, digits and -, at most 64, a letter first',
    })
    .describe('Its name in the store, in commands and in other rules. Under another id it is another guardrail.'),
  name: text('a name')
    .max(80, { error: 'expected at most 80 characters' })
    .optional()
    .describe('How messages call it.'),
  description: text('a sentence')
    .max(500, { error: 'expected at most 500 characters' })
    .optional()
    .describe('What it watches and why, for those who are woken by it.'),
  owner: text('a team')
    .max(80, { error: 'expected at most 80 characters' })
    .optional()
    .describe('Who acts; shown in messages.'),
  runbook: z
    .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
    .max(500, { error: 'expected at most 500 characters' })
    .optional()
    .describe('Where the message sends its reader.'),
  by: z
    .array(name)
    .max(8, { error: 'expected at most 8 attributes' })
    // Named twice, each of its groups would be counted twice.
    .refine((names) => new Set(names).size === names.length, { error: 'expected each attribute once' })
    .optional()
    .describe(
      'Attributes whose every value is judged on its own, beside the whole. The limits are the same for each: a volume below 20/min means 20 for every value.',
    ),
  groups: z
    .int({ error: aGroupCount })
    .min(1, { error: aGroupCount })
    .max(limits.groupsPerAttribute, { error: aGroupCount })
    .optional()
    .describe(
      `With by, how many groups of each attribute are judged on their own, by volume; the others are judged together as (other). Default: ${limits.groupsPerAttribute}.`,
    ),
  remind: strict({
    critical: reminder.optional().describe('Of a critical incident, such as 4h, or never. Default: 4h.'),
    warning: reminder.optional().describe('Of a warning, such as 24h, or never. Default: 24h.'),
  })
    .optional()
    .describe('How long after the last message an open incident is told again. Default: critical 4h, warning 24h.'),
};

const anExpected = 'expected events in a time such as 20/min, 5/h or 20/d';

const common = {
  ...described,
  of: pattern.optional().describe('Which events count. Without a type: those of type payment.'),
  countBy: name
    .optional()
    .describe(
      'Counts the distinct values of this attribute in each minute instead of events, for producers that report each try of a payment. A value is bad when any of its events is.',
    ),
  baseline: strict({
    weeks: z
      .int({ error: 'expected 3 or 4 weeks' })
      .min(3, { error: 'expected 3 or 4 weeks: of fewer a single bad one would be what is normal' })
      .max(4, { error: 'expected 3 or 4 weeks: minutes are kept for 35 days' })
      .default(4)
      .describe('Of how many past weeks the median is normal: 3 or 4. Default: 4.'),
    timezone: ruleTimezone,
  })
    .optional()
    .describe(
      'What is normal: the median of past weeks at the same clock time. The limits are then multiples of it, such as 2x baseline or 50% of baseline.',
    ),
  expects: z
    .string({ error: anExpected })
    .refine((value) => parseExpected(value) !== undefined, { error: anExpected })
    .meta({ pattern: forms.expected })
    .optional()
    .describe(
      'How much comes to the quietest member that must be judged. parapet check then says how soon a total failure of it is told, and refuses a rule that could never tell.',
    ),
  warning: level.optional().describe('The limit beyond which somebody should look into it today.'),
  critical: level.optional().describe('The limit beyond which somebody should be woken.'),
  recover: limitText
    .optional()
    .describe('The limit that must be proven for the guardrail to be clear; default: that of the mildest level.'),
  evidence: z
    .union(
      [
        z.literal('none'),
        strict({
          breach: chanceUpTo(0.05).optional().describe('The chance of a breach that is none. Default: 0.0001.'),
          clear: chanceUpTo(0.2).optional().describe('The chance of a clear that is none. Default: 0.01.'),
        }),
      ],
      {
        error: 'expected none, or a mapping of breach and clear',
      },
    )
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
};

const guardrailSchema = z.discriminatedUnion(
  'kind',
  [
    strict({
      ...common,
      kind: z.literal('rate').describe('rate: the share of events, or of value, that is bad.'),
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
      objective: percentText
        .optional()
        .describe(
          'A share of good events that is promised, such as 99.9%: judged by how fast the rest, the error budget, is spent.',
        ),
      period: duration(
        'whole days from 7d to 90d, such as 30d',
        (ms) => ms >= days(7) && ms <= days(90) && ms % days(1) === 0,
      )
        .optional()
        .describe('With an objective, over how long it is promised. Default: 30d.'),
      burn: burnSchema.optional(),
    }),
    strict({
      ...common,
      kind: z.literal('latency').describe('latency: a percentile of latencyMs.'),
      field: z
        .literal('latencyMs', { error: 'expected latencyMs' })
        .optional()
        .describe('What is slow: latencyMs, and nothing else so far.'),
      percentile: z
        .number({ error: 'expected a percentile such as 95' })
        .min(50)
        .max(99.9)
        .describe('Of which the limits are: with 95, more than 5 % of the events must not be slower.'),
    }),
    strict({ ...common, kind: z.literal('volume').describe('volume: how many events come, whatever became of them.') }),
    strict({ ...described, ...monthlySchema }),
  ],
  { error: `expected one of ${kinds.join(', ')}` },
);

/** As its owner writes it: what has a default may be missing. */
export type WrittenGuardrail = z.input<typeof guardrailSchema>;
export type RawGuardrail = z.infer<typeof guardrailSchema>;
export type RawMonthly = Extract<RawGuardrail, { kind: 'monthly' }>;
/** Those that count bad events out of the same total, or events in time. */
export type RawCounted = Exclude<RawGuardrail, RawMonthly>;
export type RawRate = Extract<RawGuardrail, { kind: 'rate' }>;

/** A file with no guardrails is refused: an evaluator that judges nothing looks the same as one for which all is well. */
export const fileSchema = strict({
  extends: z
    .array(z.enum(presetNames, { error: `expected one of ${presetNames.join(', ')}` }), {
      error: `expected a list of presets such as [${presetNames[0]}]`,
    })
    .refine((names) => new Set(names).size === names.length, { error: 'expected each preset once' })
    .optional()
    .describe(
      'Presets: the usual guardrails of a kind of payment business. A guardrail of this file with the id of one of theirs changes it, key by key.',
    ),
  disable: z
    .array(text('the id of a guardrail'), { error: 'expected a list of ids' })
    .optional()
    .describe('Guardrails of the presets that are left out, by id.'),
  guardrails: z
    .array(guardrailSchema, { error: 'expected a list of guardrails' })
    .min(1, { error: 'expected at least one guardrail, got none' })
    .describe('The rules, each judged every minute.'),
  silences: z
    .array(plannedSilenceSchema, { error: 'expected a list of silences' })
    .optional()
    .describe('Planned work: what it breaks is judged and kept, and nobody is told.'),
  attributes: z
    .array(name, { error: 'expected a list of attributes' })
    .optional()
    .describe('The attributes that events have. Where it is given, a guardrail that asks for another is refused.'),
});
