import * as z from 'zod';
import { refusal } from './refusal.ts';
import { subscriptionKeys, subscriptionSchema } from './subscription-schema.ts';

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

const emails = z
  .union([z.string().transform((list) => list.split(',')), z.array(z.string())], { error: emailsRefusal })
  .transform((list) => list.map((address) => address.trim()).filter((address) => address !== ''))
  .pipe(z.array(z.email({ error: emailsRefusal })))
  // Twice the same address would be two constructs of one name, an error that speaks of neither.
  .transform((list) => [...new Set(list)]);

const onOff = (remedy: string) =>
  z.enum(['on', 'off'], { error: refusal('on or off', remedy) }).transform((value) => value === 'on');

/** Numbers of `-c` are text. */
const wholeNumber = (expected: string, remedy: string, isAllowed: (value: number) => boolean) => {
  const error = refusal(expected, remedy);
  return z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)], { error }).refine(isAllowed, { error });
};

/** What CloudWatch Logs keeps: PutRetentionPolicy, `retentionInDays`. */
const LOG_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
/** Lambda's limits: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const [LEAST_MB, MOST_MB] = [128, 10_240];
const memory = wholeNumber(
  `whole megabytes from ${LEAST_MB} to ${MOST_MB}`,
  'Lambda allows nothing else.',
  (value) => value >= LEAST_MB && value <= MOST_MB,
);

const eventBridge = z
  .strictObject({
    bus: z.string().min(1).optional(),
    source: z.array(z.string().min(1)).min(1).optional(),
    detailType: z.array(z.string().min(1)).min(1).optional(),
  })
  .refine(({ source, detailType }) => source !== undefined || detailType !== undefined, {
    error: 'expected source, detailType or both: without a pattern every event of the bus would come',
  });

const kinesis = z.strictObject({
  streamArn: z.string().regex(/^arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\d{12}:stream\/.+$/, {
    error: refusal('the ARN of a stream', 'It begins with arn:aws:kinesis:'),
  }),
  keyArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/.+$/, {
      error: refusal('the ARN of a key', 'It begins with arn:aws:kms:'),
    })
    .optional(),
});

/** All of it may be left out; read-settings.ts says what then holds. */
export const settingsSchema = z.strictObject({
  stackName: z
    .string({ error: stackNameRefusal })
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, { error: stackNameRefusal })
    .optional(),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: refusal('the name of a Region', 'Example: -c region=eu-west-1') })
    .optional(),
  guardrails: z.string({ error: guardrailsRefusal }).min(1, { error: guardrailsRefusal }).optional(),
  emails: emails.optional(),
  watchEmails: emails.optional(),
  subscriptions: z.array(subscriptionSchema).optional(),
  eventBridge: eventBridge.optional(),
  kinesis: kinesis.optional(),
  reserved: onOff('New AWS accounts need -c reserved=off; leave it out otherwise.').optional(),
  heartbeatUrl: z.url({ protocol: /^https$/, error: heartbeatRefusal }).optional(),
  syntheticEvent: onOff('Leave it out: it costs some cents a month.').optional(),
  dashboard: onOff('-c dashboard=off saves $3 a month where there are three others.').optional(),
  guardrailMetrics: onOff('-c guardrailMetrics=off saves $0.30 a month for each guardrail.').optional(),
  encryption: z
    .enum(['aws', 'customer'], {
      error: refusal('aws or customer', 'A key of your own costs $1 a month and its requests: -c encryption=customer'),
    })
    .optional(),
  logRetentionDays: wholeNumber(`one of ${LOG_DAYS.join(', ')}`, 'CloudWatch Logs allows nothing else.', (value) =>
    LOG_DAYS.includes(value),
  ).optional(),
  memoryMb: z.strictObject({ ingest: memory.optional(), evaluate: memory.optional() }).optional(),
  table: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{3,255}$/, {
      error: refusal(
        'the name of a table',
        'One with the keys of Parapet, such as a restored one: -c table=parapet-restored',
      ),
    })
    .optional(),
  removal: z
    .enum(['keep', 'destroy'], {
      error: refusal('keep or destroy', 'With -c removal=destroy all history goes with the stack.'),
    })
    .optional(),
});

export type GivenSettings = z.infer<typeof settingsSchema>;

export const settingNames: readonly string[] = Object.keys(settingsSchema.shape);

/** Every key of the file, for what is near a misspelt one. */
export const settingKeys: readonly string[] = [
  ...settingNames,
  ...subscriptionKeys,
  'bus',
  'source',
  'detailType',
  'streamArn',
  'keyArn',
  'ingest',
  'evaluate',
];
