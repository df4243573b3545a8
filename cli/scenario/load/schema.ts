import * as z from 'zod';
import { checkKeys } from '../checks/schema.ts';

/** The keys of a scenario file. Lines, explicit events and checks are read one by one, each with its own place. */

const text = (expected: string) =>
  z
    .string({ error: `expected ${expected}` })
    .trim()
    .min(1, { error: `expected ${expected}` });
const aDay = 'expected a day such as 2026-03-02';
const aSeed = 'expected a whole number from 0 to 4294967295';
const lines = z.array(z.string({ error: 'expected a line such as 4w 00:00..02:00 100/min' }), {
  error: 'expected a list of lines',
});
const someEvents = 'expected a list of lines such as 00:00..00:30 100/min outcome=failed:2%';

/** Those that are of guardrails.yaml, where the rules stand in the scenario itself. */
export const rulesKeys = ['guardrails', 'silences', 'extends', 'attributes'] as const;

export const scenarioSchema = z
  .strictObject({
    name: text('a name'),
    what: text('a sentence').optional(),
    rules: text('the path of the rules, from this file').optional(),
    ...(Object.fromEntries(rulesKeys.map((key) => [key, z.unknown().optional()])) as Record<
      (typeof rulesKeys)[number],
      z.ZodOptional<z.ZodUnknown>
    >),
    start: z.iso.date({ error: aDay }).optional(),
    seed: z
      .int({ error: aSeed })
      .min(0, { error: aSeed })
      .max(2 ** 32 - 1, { error: aSeed })
      .optional(),
    history: lines.optional(),
    events: z
      .array(z.union([z.string(), z.record(z.string(), z.unknown())], { error: 'expected a line or a mapping' }), {
        error: someEvents,
      })
      .min(1, { error: someEvents }),
    expect: z
      .array(z.record(z.string(), z.unknown(), { error: 'expected a mapping such as at: 00:33' }), {
        error: 'expected a list of checks',
      })
      .min(1, { error: 'expected at least one check: a scenario without one can’t fail' }),
  })
  .refine((file) => file.rules === undefined || rulesKeys.every((key) => file[key] === undefined), {
    path: ['rules'],
    error: 'expected a path or guardrails, got both',
  });

const aTime = 'expected a time such as 00:31 or 00:31:05';
const TIME = /^(?:\d{1,2}d )?\d\d:\d\d(:[0-5]\d)?$/;

export const explicitSchema = z.strictObject({
  at: z.string({ error: aTime }).regex(TIME, { error: aTime }),
  event: z.record(z.string(), z.unknown(), { error: 'expected an event, such as { outcome: failed }' }),
  arrives: z.string({ error: aTime }).regex(TIME, { error: aTime }).optional(),
  again: z.int().min(1).max(999).optional(),
});

/** For a key that is misspelt. */
export const scenarioKeys: readonly string[] = [
  ...Object.keys(scenarioSchema.shape),
  ...Object.keys(explicitSchema.shape),
  ...checkKeys,
];
