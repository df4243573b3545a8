import * as z from 'zod';
import { pattern } from './pattern-schema.ts';
import { percentText } from './objective-schema.ts';
import { ruleTimezone, strict } from './schema-terms.ts';
import { programmeNames } from './scheme-programmes.ts';

const aCount = 'expected a whole number of at least 1';
const count = z.int({ error: aCount }).min(1, { error: aCount });
const anAmount = 'expected an amount such as 50000 USD';

const level = strict({
  ratio: percentText.describe('Bad events against the others.'),
  count: count.optional().describe('Bad events in the month.'),
  amount: z
    .string({ error: anAmount })
    .regex(/^\d{1,12}(?:\.\d{1,4})?\s+[A-Z]{3}$/, { error: anAmount })
    .refine((text) => Number.parseFloat(text) > 0, { error: anAmount })
    .optional()
    .describe('Value of the bad events in the month.'),
  total: count.optional().describe('Events that the bad ones are held against.'),
}).describe('A month is beyond the limit when all of these are reached.');

const monthlyKind = 'monthly: a limit of a card scheme over a calendar month.';

export const monthlySchema = {
  kind: z.literal('monthly').describe(monthlyKind),
  preset: z
    .enum(programmeNames, { error: `expected one of ${programmeNames.join(', ')}` })
    .optional()
    .describe('The programme of a card scheme. What is written beside it takes the place of what it says.'),
  bad: pattern.optional().describe('The events that are counted, such as those of type chargeback.'),
  of: pattern.optional().describe('The events that they are held against. Without a type: those of type payment.'),
  against: z
    .enum(['this-month', 'previous-month'], { error: 'expected this-month or previous-month' })
    .optional()
    .describe("Which month's events they are held against. Default: this-month."),
  unless: strict({
    of: pattern.describe('Which of the events they are held against.'),
    share: percentText.describe('Their share of those events, such as 10%.'),
  })
    .optional()
    .describe('From this share of such events on the limit does not apply, such as 10% that went through 3-D Secure.'),
  timezone: ruleTimezone,
  warning: level.optional().describe('What is beyond all of these is told as a warning.'),
  critical: level.optional().describe('What is beyond all of these is told as critical.'),
};
