import type { Proof } from '../evidence/verdict.ts';
import { dedupKey, type MemberFact, type Notification } from '../incident/notification.ts';
import { attributeOf, type GroupKey, WHOLE } from '../rollup/series.ts';
import { type EpochMinute, startOf } from '../units.ts';
import { isoText } from './format.ts';
import { headline, statusOf } from './headline.ts';
import type { Origin } from './rendered.ts';
import { breaksAbove } from './value.ts';

/** Version of the part under `parapet`; a receiver may rely on the keys of a version. */
export const MESSAGE_VERSION = 1;

/**
 * The form for machines: the keys of a CloudWatch alarm notification, so that what reads those from SNS reads this, and
 * all facts under `parapet`. `AlarmName` is the guardrail, so that its OK closes what its ALARM opened. What it holds is
 * written down in schema.ts.
 */
export const jsonText = (notification: Notification, origin: Origin, truncated = false): string => {
  const { guardrail, members, peak, reason } = notification;
  const { group, proof } = members[0] ?? peak;
  return JSON.stringify({
    AlarmName: `parapet-${guardrail.id}`,
    AlarmDescription: guardrail.description ?? guardrail.name,
    AWSAccountId: origin.accountId,
    Region: origin.region,
    NewStateValue: statusOf(notification) === 'firing' ? 'ALARM' : 'OK',
    OldStateValue: reason === 'opened' || reason === 'reopened' || reason === 'flapping' ? 'OK' : 'ALARM',
    NewStateReason: headline(notification),
    StateChangeTime: cloudWatchTime(notification.at),
    Trigger: {
      Namespace: 'Parapet',
      MetricName: guardrail.id,
      Dimensions: dimensionsOf(group),
      Period: (proof.to - proof.from) * 60,
      EvaluationPeriods: 1,
      ComparisonOperator: breaksAbove(notification) ? 'GreaterThanThreshold' : 'LessThanThreshold',
      Threshold: proof.limit,
      TreatMissingData: 'ignore',
    },
    parapet: { version: MESSAGE_VERSION, ...factsOf(notification), ...(truncated ? { truncated } : undefined) },
  });
};

/** All facts of a notification, times in ISO 8601. */
export const factsOf = (notification: Notification) => ({
  dedupKey: dedupKey(notification),
  incident: notification.incident,
  sequence: notification.sequence,
  reason: notification.reason,
  status: statusOf(notification),
  severity: notification.severity,
  at: isoText(notification.at),
  since: minuteText(notification.since),
  openedAt: minuteText(notification.openedAt),
  ...optional('until', notification.until, minuteText),
  ...optional('ending', notification.ending),
  guardrail: notification.guardrail,
  members: notification.members.map(memberJson),
  moreMembers: notification.moreMembers,
  peak: { group: notification.peak.group, ...proofJson(notification.peak.proof) },
  ...optional('who', notification.who),
  ...optional('impact', notification.impact, ({ from, to, ...impact }) => ({
    from: minuteText(from),
    to: minuteText(to),
    ...impact,
  })),
  ...optional('budget', notification.budget, ({ from, to, goneAt, ...budget }) => ({
    from: minuteText(from),
    to: minuteText(to),
    ...optional('goneAt', goneAt, minuteText),
    ...budget,
  })),
  ...optional('examples', notification.examples),
  ...optional('spreadTo', notification.spreadTo),
  ...optional('groups', notification.groups),
  ...optional('stale', notification.stale, ({ since, groups }) => ({ since: minuteText(since), groups })),
  ...optional('reopenings', notification.reopenings),
  ...optional('ruleChangedAt', notification.ruleChangedAt, minuteText),
  ...optional('silence', notification.silence, ({ until, ...silence }) => ({ ...silence, until: minuteText(until) })),
  hidden: notification.hidden.map(({ at, ...message }) => ({ at: minuteText(at), ...message })),
  merged: notification.merged,
});

const optional = <Key extends string, Fact>(
  key: Key,
  fact: Fact | undefined,
  json: (fact: Fact) => unknown = (same) => same,
): Partial<Record<Key, unknown>> => (fact === undefined ? {} : ({ [key]: json(fact) } as Record<Key, unknown>));

const minuteText = (minute: EpochMinute): string => isoText(startOf(minute));

/** The form of CloudWatch, with its numeric offset. */
export const cloudWatchTime = (at: Notification['at']): string => isoText(at).replace('Z', '+0000');

/** A group that was cut may have lost its `=`; it is told as it is. */
const dimensionsOf = (group: GroupKey): readonly { name: string; value: string }[] => {
  if (group === WHOLE) return [];
  const name = attributeOf(group);
  return [name === '' ? { name: 'group', value: group } : { name, value: group.slice(name.length + 1) }];
};

const memberJson = ({ group, severity, proof, percentileMs }: MemberFact) => ({
  group,
  severity,
  ...proofJson(proof),
  ...optional('percentileMs', percentileMs),
});

const proofJson = ({ from, to, burn, month, ...proof }: Proof) => ({
  from: minuteText(from),
  to: minuteText(to),
  ...proof,
  ...optional('burn', burn, ({ short, ...rest }) => ({
    ...rest,
    short: { ...short, from: minuteText(short.from), to: minuteText(short.to) },
  })),
  ...optional('month', month, ({ end, crossesAt, ...rest }) => ({
    end: minuteText(end),
    ...optional('crossesAt', crossesAt, minuteText),
    ...rest,
  })),
});
