import * as z from 'zod';
import { type Severity, severities } from '../../shared/core/guardrail/guardrail.ts';

const filter = {
  severity: z.array(z.enum(severities)).min(1).optional(),
  guardrails: z.array(z.string()).min(1).optional(),
};
const parameter = z.string().min(1);

/** Whom this function tells and of what, as the stack wrote it into the environment. */
export const subscriptionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pagerDuty'), parameter, region: z.enum(['us', 'eu']).default('us'), ...filter }),
  z.object({ kind: z.literal('opsgenie'), parameter, region: z.enum(['us', 'eu', 'jira']).default('us'), ...filter }),
  z.object({ kind: z.literal('slack'), parameter, ...filter }),
  z.object({ kind: z.literal('webhook'), parameter, ...filter }),
]);

export type Subscription = z.infer<typeof subscriptionSchema>;

export interface Filter {
  readonly severity?: readonly Severity[] | undefined;
  readonly guardrails?: readonly string[] | undefined;
}
