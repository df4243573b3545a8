import type { Node } from 'constructs';
import * as z from 'zod';
import { ConfigurationError } from './configuration-error.ts';

/** What the operator chooses with `-c <name>=<value>` or under `context` in cdk.json. */
export interface Settings {
  /** Who hears of incidents by email. */
  readonly emails: readonly string[];
  /** Off for accounts whose quota of concurrent executions leaves nothing to reserve. */
  readonly reserveConcurrency: boolean;
  /** Two stacks in one account and Region need two names. */
  readonly stackName: string;
  /** Hears each minute that all is judged; outside AWS, for the Region itself may be what fails. */
  readonly heartbeatUrl?: string;
  /** Path of the rules file, from the folder of cdk.json. */
  readonly guardrailsFile: string;
}

const refusal =
  (expected: string, remedy: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    `expected ${expected}, got ${JSON.stringify(input)}. ${remedy}`;

const emailsRefusal = refusal(
  'an email address',
  'Separate several with commas: -c emails=a@example.com,b@example.com',
);
const stackNameRefusal = refusal(
  'a letter, then at most 127 letters, digits and hyphens',
  'CloudFormation allows nothing else: -c stackName=Parapet-staging',
);
const guardrailsRefusal = refusal('the path of a YAML file', 'Example: -c guardrails=guardrails.yaml');

const heartbeatRefusal = refusal(
  'an https URL',
  'A service that misses a heartbeat and tells somebody: -c heartbeatUrl=https://…',
);

const contextSchema = z.object({
  emails: z
    .union([z.string().transform((list) => list.split(',')), z.array(z.string())], { error: emailsRefusal })
    .transform((list) => list.map((address) => address.trim()).filter((address) => address !== ''))
    .pipe(z.array(z.email({ error: emailsRefusal })))
    // Twice the same address would be two constructs of one name, an error that speaks of neither.
    .transform((list) => [...new Set(list)])
    .default([]),
  reserved: z
    .enum(['on', 'off'], {
      error: refusal('on or off', 'New AWS accounts need -c reserved=off; leave it out otherwise.'),
    })
    .default('on'),
  stackName: z
    .string({ error: stackNameRefusal })
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, { error: stackNameRefusal })
    .default('Parapet'),
  heartbeatUrl: z.url({ protocol: /^https$/, error: heartbeatRefusal }).optional(),
  guardrails: z.string({ error: guardrailsRefusal }).min(1, { error: guardrailsRefusal }).default('guardrails.yaml'),
});

/** All problems are told at once: a deployment takes minutes, and so would finding them one by one. */
export function readSettings(node: Node): Settings {
  const context = Object.fromEntries(Object.keys(contextSchema.shape).map((key) => [key, node.tryGetContext(key)]));
  const parsed = contextSchema.safeParse(context);
  if (!parsed.success) {
    throw new ConfigurationError(
      parsed.error.issues.map((issue) => `context ${String(issue.path[0])}: ${issue.message}`),
    );
  }
  const { emails, reserved, stackName, heartbeatUrl, guardrails } = parsed.data;
  return {
    emails,
    reserveConcurrency: reserved === 'on',
    stackName,
    ...(heartbeatUrl === undefined ? undefined : { heartbeatUrl }),
    guardrailsFile: guardrails,
  };
}
