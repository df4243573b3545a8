import * as z from 'zod';
import { patterns } from '../event/schema.ts';
import { localTime } from '../local-time.ts';
import { epochMs } from '../units.ts';
import { didYouMean, nearest } from './nearest.ts';
import { forms, parseDuration } from './quantity.ts';

/** The words of which the schemas of guardrails.yaml are made, each with the sentence that refuses anything else. */

export const text = (expected: string) =>
  z.string({ error: `expected ${expected}` }).min(1, { error: `expected ${expected}` });

/** Unknown keys are refused: a misspelt one would leave a guardrail without what its owner thinks it says. */
export const strict = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.strictObject(shape);

export const name = z
  .string({ error: 'expected the name of a field or attribute' })
  .regex(patterns.attributeName, { error: 'expected the name of a field or attribute' });

export const scalar = z.union([z.string(), z.number(), z.boolean()], {
  error: 'expected a string, a number, true or false',
});

/** A duration as text; `holds` is asked with NaN where it is none, and with the text itself. */
export const duration = (expected: string, holds: (ms: number, text: string) => boolean) => {
  const error = `expected ${expected}`;
  const checked = z.string({ error }).refine((value) => holds(parseDuration(value) ?? Number.NaN, value), { error });
  return checked.meta({ pattern: holds(Number.NaN, 'never') ? `${forms.duration}|^never$` : forms.duration });
};

/** Abbreviations are refused: CST is Chicago to the runtime, and China to many who would write it. */
const isTimezone = (zone: string): boolean =>
  (zone === 'UTC' || zone.includes('/')) && localTime(epochMs(0), zone) !== undefined;
const aTimezone = ({ input }: { readonly input?: unknown }): string => {
  const got = input === undefined || input === null ? 'nothing' : JSON.stringify(input);
  const near = typeof input === 'string' ? nearest(input, Intl.supportedValuesOf('timeZone')) : undefined;
  return `expected a time zone such as Asia/Shanghai, got ${got}${didYouMean(near)}`;
};
export const timezone = z.string({ error: aTimezone }).refine(isTimezone, { error: aTimezone });
/** Of a rule that looks back to the same clock time, or over a calendar month. */
export const ruleTimezone = timezone
  .default('UTC')
  .describe('Whose clock and calendar, such as Asia/Shanghai. Default: UTC.');
