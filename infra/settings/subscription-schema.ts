import * as z from 'zod';
import { refusal } from './refusal.ts';
import type { Subscription } from './subscription.ts';

const emailRefusal = refusal('an email address', 'One in each subscription: - email: oncall@example.com');
const urlRefusal = refusal('an https URL', 'SNS posts each message to it: - https: https://alerts.example.com/parapet');
const arn = (service: string, what: string) => {
  const pattern = new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:.+$`);
  return z.string().regex(pattern, { error: refusal(`the ARN of a ${what}`, `It begins with arn:aws:${service}:`) });
};
/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
const parameter = z.string().regex(/^[A-Za-z0-9_./-]{1,1011}$/, {
  error: refusal(
    'the name of a parameter',
    'Secrets stay out of files: aws ssm put-parameter --type SecureString --name /parapet/pagerduty --value …',
  ),
});

const filters = {
  severity: z
    .array(z.enum(['critical', 'warning'], { error: refusal('critical or warning', 'Leave it out for both') }))
    .min(1)
    .optional(),
  guardrails: z.array(z.string().min(1)).min(1).optional(),
};

const forms = {
  email: z.strictObject({ email: z.email({ error: emailRefusal }), ...filters }),
  sqs: z.strictObject({ sqs: arn('sqs', 'queue'), ...filters }),
  lambda: z.strictObject({ lambda: arn('lambda', 'function'), ...filters }),
  https: z.strictObject({ https: z.url({ protocol: /^https$/, error: urlRefusal }), ...filters }),
  pagerDuty: z.strictObject({ pagerDuty: parameter, ...filters }),
  opsgenie: z.strictObject({ opsgenie: parameter, region: z.enum(['us', 'eu']).default('us'), ...filters }),
  slack: z.strictObject({ slack: parameter, ...filters }),
  webhook: z.strictObject({ webhook: parameter, ...filters }),
};

/** Keys that may stand in a subscription, for what is near a misspelt one. */
export const subscriptionKeys = [...Object.keys(forms), ...Object.keys(filters), 'region'];

const { email, ...others } = forms;

export const subscriptionSchema = z
  .union([email, ...Object.values(others)], {
    error: `expected one of ${Object.keys(forms).join(', ')}, and at most severity and guardrails beside it`,
  })
  .transform((given): Subscription => {
    const { severity, guardrails } = given;
    const filter = {
      ...(severity === undefined ? undefined : { severity }),
      ...(guardrails === undefined ? undefined : { guardrails }),
    };
    if ('email' in given) return { kind: 'email', address: given.email, ...filter };
    if ('sqs' in given) return { kind: 'sqs', queueArn: given.sqs, ...filter };
    if ('lambda' in given) return { kind: 'lambda', functionArn: given.lambda, ...filter };
    if ('https' in given) return { kind: 'https', url: given.https, ...filter };
    if ('pagerDuty' in given) return { kind: 'pagerDuty', parameter: given.pagerDuty, ...filter };
    if ('opsgenie' in given) return { kind: 'opsgenie', parameter: given.opsgenie, region: given.region, ...filter };
    if ('slack' in given) return { kind: 'slack', parameter: given.slack, ...filter };
    return { kind: 'webhook', parameter: given.webhook, ...filter };
  });
