import type { Proof } from '../evidence/verdict.ts';
import { dedupKey, type MemberFact, type Notification } from '../incident/notification.ts';
import { attributeOf, type GroupKey, WHOLE } from '../rollup/series.ts';
import { startOf } from '../units.ts';
import { isoText } from './format.ts';
import { headline, statusOf } from './headline.ts';
import type { Origin } from './rendered.ts';

/** Version of the part under `parapet`; a receiver may rely on the keys of a version. */
const MESSAGE_VERSION = 1;

/**
 * The form for machines: the keys of a CloudWatch alarm notification, so that what reads those from SNS reads this, and
 * all facts under `parapet`. `AlarmName` is the guardrail, so that its OK closes what its ALARM opened.
 */
export const jsonText = (notification: Notification, origin: Origin): string => {
  const { guardrail, members, peak } = notification;
  const firing = statusOf(notification) === 'firing';
  const { proof } = members[0] ?? peak;
  return JSON.stringify({
    AlarmName: `parapet-${guardrail.id}`,
    AlarmDescription: guardrail.description ?? guardrail.name,
    AWSAccountId: origin.accountId,
    Region: origin.region,
    NewStateValue: firing ? 'ALARM' : 'OK',
    OldStateValue: notification.reason === 'opened' || notification.reason === 'reopened' ? 'OK' : 'ALARM',
    NewStateReason: headline(notification),
    // The form of CloudWatch, with its numeric offset.
    StateChangeTime: isoText(notification.at).replace('Z', '+0000'),
    Trigger: {
      Namespace: 'Parapet',
      MetricName: guardrail.id,
      Dimensions: dimensionsOf((members[0] ?? peak).group),
      Period: (proof.to - proof.from) * 60,
      EvaluationPeriods: 1,
      ComparisonOperator: proof.rate >= proof.limit === firing ? 'GreaterThanThreshold' : 'LessThanThreshold',
      Threshold: proof.limit,
      TreatMissingData: 'ignore',
    },
    parapet: {
      version: MESSAGE_VERSION,
      dedupKey: dedupKey(notification),
      incident: notification.incident,
      sequence: notification.sequence,
      reason: notification.reason,
      status: statusOf(notification),
      severity: notification.severity,
      at: isoText(notification.at),
      since: isoText(startOf(notification.since)),
      openedAt: isoText(startOf(notification.openedAt)),
      ...(notification.until === undefined ? undefined : { until: isoText(startOf(notification.until)) }),
      guardrail,
      members: members.map(memberJson),
      moreMembers: notification.moreMembers,
      peak: { group: peak.group, ...proofJson(peak.proof) },
      merged: notification.merged,
    },
  });
};

const dimensionsOf = (group: GroupKey): readonly { name: string; value: string }[] =>
  group === WHOLE ? [] : [{ name: attributeOf(group), value: group.slice(attributeOf(group).length + 1) }];

const memberJson = ({ group, severity, proof, percentileMs }: MemberFact) => ({
  group,
  severity,
  ...proofJson(proof),
  ...(percentileMs === undefined ? undefined : { percentileMs }),
});

const proofJson = ({ from, to, ...proof }: Proof) => ({
  from: isoText(startOf(from)),
  to: isoText(startOf(to)),
  ...proof,
});
