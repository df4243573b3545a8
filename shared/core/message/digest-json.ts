import { type Notification, dedupKey } from '../incident/notification.ts';
import { epochMs } from '../units.ts';
import { statusOf } from './headline.ts';
import { cloudWatchTime, factsOf, MESSAGE_VERSION } from './json.ts';
import type { Origin } from './rendered.ts';

export interface DigestExtent {
  readonly headline: string;
  /** How many are told with all facts. */
  readonly facts: number;
  /** Whether the others are told by their keys, or only counted. */
  readonly keys: boolean;
  readonly truncated: boolean;
}

/** The form for machines, of several notifications; it keeps schema.ts. */
export const digestJson = (
  notifications: readonly Notification[],
  origin: Origin,
  { headline, facts, keys, truncated }: DigestExtent,
): string => {
  const firing = notifications.some((notification) => statusOf(notification) === 'firing');
  const others = notifications.slice(facts).map(dedupKey);
  const rest = keys ? { more: others } : { omitted: others.length };
  return JSON.stringify({
    // A name of its own: under that of one guardrail, the OK of a digest would close what that one's ALARM opened.
    AlarmName: 'parapet-digest',
    AlarmDescription: 'Several guardrails at once.',
    AWSAccountId: origin.accountId,
    Region: origin.region,
    NewStateValue: firing ? 'ALARM' : 'OK',
    OldStateValue: firing ? 'OK' : 'ALARM',
    NewStateReason: headline,
    StateChangeTime: cloudWatchTime(epochMs(Math.max(0, ...notifications.map(({ at }) => at)))),
    Trigger: {
      Namespace: 'Parapet',
      MetricName: 'digest',
      Dimensions: [],
      Period: 60,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0,
      TreatMissingData: 'ignore',
    },
    parapet: {
      version: MESSAGE_VERSION,
      digest: notifications
        .slice(0, facts)
        .map((notification) => ({ ...factsOf(notification), ...(truncated ? { truncated } : undefined) })),
      ...(others.length === 0 ? undefined : rest),
    },
  });
};
