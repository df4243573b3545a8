import * as z from 'zod';
import { severities } from '../../../shared/core/guardrail/guardrail.ts';
import { notificationReasons } from '../../../shared/core/incident/notification.ts';
import { aTime, parseSpan, parseTime } from '../lines/time.ts';
import { memberStates, verdictKinds } from './check.ts';

/** The keys of one item under `expect`. The first of each decides what it is about. */

const parsed = <Value>(expected: string, parse: (text: string) => Value | undefined) => {
  const error = `expected ${expected}`;
  return z.string({ error }).transform((text, context): Value => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: error, input: text });
    return z.NEVER;
  });
};

const time = parsed(aTime, parseTime);
const span = parsed('a span such as 00:00..00:30', (text) => {
  const value = parseSpan(text);
  return value !== undefined && value.from < value.to ? value : undefined;
});
const words = (expected: string) =>
  z.string({ error: `expected ${expected}` }).min(1, { error: `expected ${expected}` });
const oneOf = <Word extends string>(values: readonly Word[]) =>
  z.enum(values, { error: `expected one of ${values.join(', ')}` });

const guardrail = words('the id of a guardrail');
const severity = oneOf(severities);
const reasons = [...notificationReasons, 'digest'] as const;

const aText = 'expected a text, or a mapping of contains';
const textMatch = z
  .union([z.string(), z.strictObject({ contains: z.union([z.string(), z.array(z.string()).min(1)]) })], {
    error: aText,
  })
  .transform((given) =>
    typeof given === 'string'
      ? { kind: 'is' as const, text: given }
      : { kind: 'contains' as const, parts: [given.contains].flat() },
  );

const matched = {
  severity: severity.optional(),
  subject: textMatch.optional(),
  text: textMatch.optional(),
  naming: words('a culprit such as bank=icbc, or nobody').optional(),
};

const aCount = 'expected a whole number of at least 0';

export const checkSchemas = {
  at: z.strictObject({
    at: time,
    guardrail,
    group: words('a group such as bank=icbc').optional(),
    state: oneOf(memberStates).optional(),
    verdict: oneOf(verdictKinds).optional(),
    severity: severity.optional(),
    reason: words('a part of a reason').optional(),
    incident: oneOf(['open', 'none']).optional(),
  }),
  messages: z.strictObject({
    messages: span,
    guardrail: guardrail.optional(),
    count: z.int({ error: aCount }).min(0, { error: aCount }).optional(),
    reasons: z.array(oneOf(reasons), { error: 'expected a list of reasons such as [opened, resolved]' }).optional(),
    are: z
      .array(z.strictObject({ reason: oneOf(reasons).optional(), guardrail: guardrail.optional(), ...matched }), {
        error: 'expected a list of messages',
      })
      .optional(),
  }),
  quiet: z.strictObject({ quiet: span, guardrail: guardrail.optional() }),
  by: z.strictObject({
    by: time,
    after: time.optional(),
    ...(Object.fromEntries(notificationReasons.map((reason) => [reason, guardrail.optional()])) as Record<
      (typeof notificationReasons)[number],
      z.ZodOptional<typeof guardrail>
    >),
    ...matched,
  }),
} as const;

export type CheckKind = keyof typeof checkSchemas;
export const checkKinds = Object.keys(checkSchemas) as readonly CheckKind[];

/** Of everything that may stand in an item, for a key that is misspelt. */
export const checkKeys: readonly string[] = [
  ...new Set(Object.values(checkSchemas).flatMap(({ shape }) => Object.keys(shape))),
  'reason',
  'contains',
];
