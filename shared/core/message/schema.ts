import * as z from 'zod';
import { kinds, severities } from '../guardrail/guardrail.ts';
import { notificationReasons } from '../incident/notification.ts';
import { MESSAGE_VERSION } from './json.ts';

/**
 * What a program gets: the published form of docs/alert.schema.json (`node scripts/alert-schema.ts`). Nothing is checked
 * against it when a message is sent; the tests hold that every message keeps it.
 */

/** As `Date.prototype.toISOString` writes it. */
const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const count = z.int().min(0);
const group = z.string().describe('`bank=icbc`; empty: the whole guardrail.');
const severity = z.enum(severities);
const reason = z.enum(notificationReasons);
const status = z.enum(['firing', 'resolved']).describe('`resolved` is also what was closed; what is stale is firing.');

const proof = {
  from: time.describe('The window: minutes from `from` up to `to`, `to` not counted.'),
  to: time,
  bad: count.describe('Events, or distinct values where `guardrail.countBy` says so. Of a volume 0.'),
  total: count,
  rate: z.number().describe('bad / total; of value where there is `value`; of a volume, events a minute.'),
  limit: z.number().describe('In the unit of `rate`.'),
  limitText: z.string().describe('As its owner wrote it: `3%`, `800ms`, `20/min`, `2x baseline`.'),
  normal: z
    .strictObject({
      rate: z.number(),
      limit: z.number().describe('So many times `rate`.'),
      weeks: count.describe('From how many weeks it is the median.'),
    })
    .optional()
    .describe(
      'Where the limit is a multiple of what past weeks had at this time: in events a minute, as a share, or of a latency in milliseconds.',
    ),
  burn: z
    .strictObject({
      factor: z.number().describe('How many times as fast as it may be.'),
      limit: z.number().describe('The factor that was broken.'),
      short: z
        .strictObject({ from: time, to: time, bad: count, total: count })
        .describe('The end of the window, which shows that it goes on.'),
    })
    .optional()
    .describe('Of an objective: how fast its error budget is spent.'),
  month: z
    .strictObject({
      end: time.describe('Of the calendar month; `from` of the proof is its beginning and `to` now.'),
      crossesAt: time
        .optional()
        .describe('When the limit is expected to be reached; not after `to`: it was. Absent: not expected.'),
      against: z
        .enum(['this-month', 'previous-month'])
        .describe('Which month the events are of that the bad ones are held against.'),
      projected: z
        .strictObject({ bad: z.number(), total: z.number(), amount: z.number().optional() })
        .describe('What is expected at the end of the month.'),
      reached: z
        .strictObject({ count: count.optional(), amount: z.number().optional(), total: count.optional() })
        .describe('What must be reached beside the ratio `limit`: bad events, their value, and all events.'),
      amount: z
        .strictObject({ value: z.number(), currency: z.string() })
        .optional()
        .describe('The value of the bad events so far, in minor units.'),
    })
    .optional()
    .describe('Of a monthly guardrail.'),
  value: z
    .strictObject({ bad: z.number(), total: z.number(), currency: z.string() })
    .optional()
    .describe('The value behind the counts, in minor units.'),
  phi: z.number().describe('By how much the counts were deflated, because real minutes vary more than coin flips.'),
  probability: z.number().describe('The chance to see this if the rate lay on the limit; 1 where nothing was tested.'),
  alpha: z.number().describe('The chance below which it is believed.'),
};

const culprit = z
  .strictObject({
    values: z.array(group).min(1).describe('The events that have all of these.'),
    bad: count,
    total: count,
    excess: z.number().describe('Bad events beyond what the normal rate would have brought.'),
    score: z.number().describe('How well it explains the bad events: a log-likelihood ratio in nats.'),
  })
  .meta({ id: 'Culprit' });

const searched = {
  bad: count,
  total: count,
  excess: z.number(),
  normal: z.number().optional().describe('The rate before the incident; absent where too few events were there.'),
};

const who = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('named'), culprits: z.array(culprit).min(1), ...searched }),
    z.strictObject({ kind: z.literal('tied'), culprits: z.array(culprit).min(2), ...searched }),
    z.strictObject({ kind: z.literal('unknown'), reason: z.string() }),
  ])
  .meta({ id: 'Who', description: 'Who is behind it. `tied`: one of these, which cannot be told apart.' });

const impact = z
  .strictObject({
    from: time,
    to: time,
    bad: count,
    total: count,
    beyondLimit: z.number().describe('Bad events more than the limit allows; of a volume, events missing below it.'),
    beyondNormal: z.number().optional().describe('Bad events more than before the incident; absent if not known.'),
    amounts: z
      .array(z.strictObject({ currency: z.string(), amount: z.number() }))
      .describe('The value of the bad events in minor units (ISO 4217), largest first.'),
    merchants: count.optional().describe('Distinct merchants among the bad events.'),
    atLeast: z.boolean().describe('Not every minute could be counted: all figures are at least this.'),
  })
  .meta({ id: 'Impact', description: 'What it has cost so far; on an end, in all.' });

const budget = z
  .strictObject({
    group,
    from: time.describe('The minutes counted; later than `days` before `to` where the past is not known so far back.'),
    to: time,
    bad: count,
    total: count,
    left: z.number().describe('1: all of it. Below 0: more was spent than there was.'),
    goneAt: time
      .optional()
      .describe('When nothing is left if it goes on so; absent if later than the period, or over.'),
    objective: z.string().describe('As its owner wrote it: `99.9%`.'),
    days: z.number(),
  })
  .meta({ id: 'Budget', description: 'What is left of the error budget of an objective.' });

/** The facts of one notification. */
const facts = {
  dedupKey: z.string().describe('Drop a message whose key you have seen.'),
  incident: z.string().describe('The same from open to close, and over reopenings.'),
  sequence: z.int().min(1).describe('Of the messages of the incident, in order.'),
  reason,
  status,
  severity,
  at: time.describe('The minute that decided it.'),
  since: time.describe('Where the window began that proved the first breach.'),
  openedAt: time,
  until: time.optional().describe('On an end: where the trouble ended.'),
  ending: z
    .enum(['no-traffic', 'rule-removed', 'rule-changed'])
    .optional()
    .describe('On `closed`: why. Absent: it opened and was resolved while it was silenced.'),
  guardrail: z.strictObject({
    id: z.string(),
    name: z.string(),
    kind: z.enum(kinds),
    description: z.string().optional(),
    owner: z.string().optional(),
    runbook: z.string().optional(),
    percentile: z.number().optional(),
    countBy: z.string().optional().describe('Distinct values of this are counted instead of events.'),
  }),
  members: z
    .array(
      z.strictObject({
        group,
        severity,
        ...proof,
        percentileMs: z.number().optional().describe('Of a latency: the percentile itself.'),
      }),
    )
    .describe('What is broken, worst first; on an end what the group of the peak does now.'),
  moreMembers: count.describe('Broken groups that found no place in `members`.'),
  peak: z.strictObject({ group, ...proof }),
  who: who.optional(),
  impact: impact.optional(),
  budget: budget.optional(),
  examples: z.array(z.string()).optional().describe('Ids of bad events.'),
  spreadTo: z.array(group).optional().describe('On `spread`: the groups that are new.'),
  groups: z.array(group).optional().describe('On an end: the groups that had been broken.'),
  stale: z
    .strictObject({ since: time, groups: z.array(group) })
    .optional()
    .describe('On `stale`: the groups without events.'),
  reopenings: count.optional().describe('How often it was reopened in the last three hours, once it goes on and off.'),
  ruleChangedAt: time.optional().describe('When its rule changed while it was open.'),
  silence: z
    .strictObject({ id: z.string(), by: z.string(), why: z.string(), until: time })
    .optional()
    .describe('On the first message after a silence: which.'),
  hidden: z.array(z.strictObject({ at: time, reason, severity })).describe('Messages that silences held back.'),
  merged: count.describe('Earlier messages that may not have come and that this one stands for.'),
  truncated: z.literal(true).optional().describe('Texts and lists were cut to fit SNS.'),
};

const version = z.literal(MESSAGE_VERSION);
const one = z.strictObject({ version, ...facts });
const digest = z.strictObject({
  version,
  digest: z
    .array(z.strictObject(facts).meta({ id: 'Facts' }))
    .describe('The same facts for each of several guardrails, worst first.'),
  more: z.array(z.string()).optional().describe('The dedupKeys of those that found no place in `digest`.'),
  omitted: count.optional().describe('How many are not even in `more`; the mail lists them all.'),
});

export const alertSchema = z
  .strictObject({
    AlarmName: z.string().describe('`parapet-` and the id of the guardrail, or `parapet-digest`.'),
    AlarmDescription: z.string(),
    AWSAccountId: z.string(),
    Region: z.string(),
    NewStateValue: z.enum(['OK', 'ALARM']),
    OldStateValue: z.enum(['OK', 'ALARM']),
    NewStateReason: z.string().describe('The headline.'),
    StateChangeTime: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
    Trigger: z.strictObject({
      Namespace: z.literal('Parapet'),
      MetricName: z.string(),
      Dimensions: z.array(z.strictObject({ name: z.string(), value: z.string() })),
      Period: z.int().min(0).describe('Seconds.'),
      EvaluationPeriods: z.literal(1),
      ComparisonOperator: z.enum(['GreaterThanThreshold', 'LessThanThreshold']),
      Threshold: z.number(),
      TreatMissingData: z.literal('ignore'),
    }),
    parapet: z.union([one, digest]),
  })
  .meta({
    title: 'Parapet alert',
    description: 'An alert as SQS, Lambda and HTTPS subscribers get it: the keys of a CloudWatch alarm, and all facts.',
  });
