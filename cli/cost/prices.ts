import * as z from 'zod';
import table from './prices.json' with { type: 'json' };

export const services = [
  'DynamoDB',
  'Lambda',
  'API Gateway',
  'SQS',
  'Kinesis',
  'Scheduler',
  'SNS',
  'CloudWatch',
  'KMS',
] as const;
export type Service = (typeof services)[number];

/**
 * Where a price was seen. AWS's own pages draw their numbers in the browser, so that none of these was read from AWS itself.
 * `price list`: a public document quotes AWS's price list of us-east-1. `page`: one quotes AWS's page. `other region`: one
 * quotes the price list of us-west-2 only. `tool`: an open-source estimator has it out of AWS's price list. `second hand`: an
 * article says so.
 */
const places = ['price list', 'page', 'other region', 'tool', 'second hand'] as const;

const price = z.strictObject({
  service: z.enum(services),
  /** What is counted, in the plural. */
  unit: z.string().min(1),
  usd: z.number().positive(),
  /** For so many of the unit. */
  per: z.number().positive(),
  /** Of those beyond so many a month, ascending. */
  beyond: z.array(z.strictObject({ from: z.number().positive(), usd: z.number().positive() })).optional(),
  /** Free in every month of every account, for ever, and shared with all else that runs in it. */
  alwaysFree: z.number().positive().optional(),
  /** AWS's page of it. */
  source: z.url({ protocol: /^https$/, hostname: /^aws\.amazon\.com$/ }),
  /** The day of the newest copy in which the number was seen. */
  asOf: z.iso.date(),
  seenIn: z.enum(places),
});
export type Price = Readonly<z.infer<typeof price>>;
export type PriceId = keyof typeof table;

/**
 * What AWS asks in us-east-1, on demand, without tax, credits or a contract of your own. A price changes in prices.json and
 * nowhere else: with a new `usd` goes a new `asOf`. Lambda's is that of arm64.
 */
export const prices = Object.fromEntries(
  Object.entries(table).map(([id, each]) => [id, price.parse(each)]),
) as Readonly<Record<PriceId, Price>>;

/** AWS bills GB of 2^30 bytes. */
export const BYTES_PER_GB = 2 ** 30;
/** As the calculators of AWS have it: a twelfth of 365 days. */
export const HOURS_PER_MONTH = 730;
export const MINUTES_PER_MONTH = 60 * HOURS_PER_MONTH;
export const SECONDS_PER_MONTH = 60 * MINUTES_PER_MONTH;
