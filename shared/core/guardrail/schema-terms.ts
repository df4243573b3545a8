import * as z from 'zod';
import { patterns } from '../event/schema.ts';

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
