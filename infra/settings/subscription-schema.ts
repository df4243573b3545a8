import * as z from 'zod';
import { refusal } from './refusal.ts';
import type { Subscription, Target } from './subscription.ts';

const emailRefusal = refusal('an email address', 'One in each subscription: - email: oncall@example.com');
const urlRefusal = refusal('an https URL', 'SNS posts each message to it: - https: https://alerts.example.com/parapet');
const arn = (service: string, what: string) => {
  const pattern = new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:.+$`);
  return z.string().regex(pattern, { error: refusal(`the ARN of a ${what}`, `It begins with arn:aws:${service}:`) });
};
/**
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html. What came is not shown: it is
 * most likely the secret itself, and the output of a build is read by many.
 */
const parameter = z.string().regex(/^[A-Za-z0-9_./-]{1,1011}$/, {
  error:
    'expected the name of a parameter, got something else. Secrets stay out of files: aws ssm put-parameter --type SecureString --name /parapet/pagerduty --value …',
});

const targets = {
  email: z.email({ error: emailRefusal }).optional(),
  sqs: arn('sqs', 'queue').optional(),
  lambda: arn('lambda', 'function').optional(),
  https: z.url({ protocol: /^https$/, error: urlRefusal }).optional(),
  pagerDuty: parameter.optional(),
  opsgenie: parameter.optional(),
  slack: parameter.optional(),
  webhook: parameter.optional(),
};

const form = z.strictObject({
  ...targets,
  region: z.enum(['us', 'eu', 'jira'], { error: refusal('us, eu or jira', 'Where the account lives') }).optional(),
  severity: z
    .array(z.enum(['critical', 'warning'], { error: refusal('critical or warning', 'Leave it out for both') }))
    .min(1)
    .optional(),
  guardrails: z.array(z.string().min(1)).min(1).optional(),
});

type Form = z.infer<typeof form>;

/** Keys that may stand in a subscription, for what is near a misspelt one. */
export const subscriptionKeys: readonly string[] = Object.keys(form.shape);

const names = Object.keys(targets).join(', ');
const given = (subscription: Form): readonly string[] => Object.keys(subscription).filter((key) => key in targets);

export const subscriptionSchema = form
  .refine((subscription) => given(subscription).length === 1, {
    error: `expected one of ${names} in each subscription; severity and guardrails may stand beside it`,
  })
  .refine(({ region, opsgenie, pagerDuty }) => region === undefined || (opsgenie ?? pagerDuty) !== undefined, {
    path: ['region'],
    error: 'expected only beside pagerDuty and opsgenie: the others have one address for all',
  })
  .refine(({ region, opsgenie }) => region !== 'jira' || opsgenie !== undefined, {
    path: ['region'],
    error: 'expected us or eu: jira is where the alerts of opsgenie go',
  })
  .transform((subscription): Subscription => {
    const { severity, guardrails } = subscription;
    return {
      ...targetOf(subscription),
      ...(severity === undefined ? undefined : { severity }),
      ...(guardrails === undefined ? undefined : { guardrails }),
    };
  });

const targetOf = (subscription: Form): Target => {
  const { email, sqs, lambda, https, pagerDuty, opsgenie, slack, webhook } = subscription;
  if (email !== undefined) return { kind: 'email', address: email };
  if (sqs !== undefined) return { kind: 'sqs', queueArn: sqs };
  if (lambda !== undefined) return { kind: 'lambda', functionArn: lambda };
  if (https !== undefined) return { kind: 'https', url: https };
  if (pagerDuty !== undefined)
    return { kind: 'pagerDuty', parameter: pagerDuty, ...(subscription.region === 'eu' && { region: 'eu' }) };
  if (opsgenie !== undefined) return { kind: 'opsgenie', parameter: opsgenie, region: subscription.region ?? 'us' };
  if (slack !== undefined) return { kind: 'slack', parameter: slack };
  return { kind: 'webhook', parameter: webhook ?? '' };
};
