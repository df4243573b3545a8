import * as z from 'zod';
import { days, minutes } from '../units.ts';
import { forms, parsePercent } from './quantity.ts';
import { duration, strict } from './schema-terms.ts';

const aPercentage = 'expected a percentage such as 99.9%';
export const percentText = z
  .string({ error: aPercentage })
  .refine((value) => parsePercent(value) !== undefined, { error: aPercentage })
  .meta({ pattern: forms.percent });

const aFactor = 'expected a number above 0, such as 14.4';
const span = duration(
  'whole minutes from 5m to 7d, such as 1h',
  (ms) => ms >= minutes(5) && ms <= days(7) && ms % minutes(1) === 0,
);
const pair = strict({
  factor: z
    .number({ error: aFactor })
    .gt(0, { error: aFactor })
    .describe('How many times as fast as it may be the budget is spent: 14.4 spends that of 30 days in two.'),
  long: span.describe('The window over which it is proven, such as 1h.'),
  short: span.describe('The window that must show that it goes on, a twelfth of the long one as a rule, such as 5m.'),
});
const pairs = z
  .array(pair, { error: 'expected a list of burn rates' })
  .min(1, { error: 'expected at least one burn rate' })
  .max(4, { error: 'expected at most 4 burn rates' });

export const burnSchema = strict({
  critical: pairs.optional().describe('Burn rates that are told as critical.'),
  warning: pairs.optional().describe('Burn rates that are told as a warning.'),
}).describe(
  'With an objective, how fast its error budget may be spent: each factor over a long window and a short one. Default: those of the SRE workbook.',
);
