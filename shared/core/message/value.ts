import type { Proof } from '../evidence/verdict.ts';
import { isEnd, type MemberFact, type Notification } from '../incident/notification.ts';
import { latencyText, percentText } from './format.ts';
import { paceText } from './pace.ts';
import { plain } from './plain-text.ts';

/** The value that the limit is about: a rate, a pace, or the percentile of a latency where there is one, else the share of slow events. */
export const valueText = (
  { guardrail }: Notification,
  { proof, percentileMs }: Pick<MemberFact, 'proof' | 'percentileMs'>,
): string => {
  switch (guardrail.kind) {
    case 'rate':
      return proof.value === undefined ? percentText(proof.rate) : `${percentText(proof.rate)} of value`;
    case 'latency':
      return percentileMs === undefined
        ? `${percentText(proof.rate)} too slow`
        : `${percentileName(guardrail.percentile)} ${latencyText(percentileMs)}`;
    case 'volume':
      return paceText(proof);
  }
};

/** The furthest that it went. Of a latency only the share of slow events is remembered. */
export const peakText = (notification: Notification): string => {
  const { guardrail, peak } = notification;
  const value =
    guardrail.kind === 'latency'
      ? `${percentText(peak.proof.rate)} over ${plain(peak.proof.limitText)}`
      : valueText(notification, peak);
  return `${isAbove(peak.proof) ? 'peak' : 'lowest'} ${value}`;
};

/** `p95`, `p99.9`. */
const percentileName = (percentile: number | undefined): string =>
  percentile === undefined ? '' : `p${Number((percentile * 100).toFixed(1))}`;

/** On which side of its limit the value of a breach lies. */
const isAbove = ({ rate, limit }: Proof): boolean => rate >= limit;

/** Whether the rule is broken above its limit, as its newest proof of a breach tells. */
export const breaksAbove = ({ reason, members, peak }: Notification): boolean =>
  isAbove((isEnd(reason) ? undefined : members[0]?.proof) ?? peak.proof);

/** `15%`; `at least 90%` where less is worse, since `82%, limit 90%` reads as well within it. */
export const limitText = (notification: Notification, { limitText: text }: Proof): string => {
  if (!breaksAbove(notification)) return `at least ${plain(text)}`;
  return notification.guardrail.kind === 'volume' ? `at most ${plain(text)}` : plain(text);
};
