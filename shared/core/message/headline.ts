import type { MemberFact, Notification } from '../incident/notification.ts';
import { groupText, latencyText, percentileName, percentText } from './format.ts';

/** `CRITICAL`, `WARNING` or `RESOLVED`: the word that a message begins with. */
export const statusWord = ({ reason, severity }: Notification): string =>
  reason === 'resolved' ? 'RESOLVED' : severity.toUpperCase();

/** `firing` or `resolved`, for filter policies. */
export const statusOf = ({ reason }: Notification): 'firing' | 'resolved' =>
  reason === 'resolved' ? 'resolved' : 'firing';

/** What is broken in a line: `Payment failures: bank=icbc 58.2%, limit 10%`. */
export const headline = (notification: Notification): string => {
  const { guardrail, members, peak, reason } = notification;
  const [first] = members;
  if (reason === 'resolved') {
    const was = `${percentText(peak.proof.rate)}${guardrail.kind === 'latency' ? ` over ${peak.proof.limitText}` : ''}`;
    return `${guardrail.name}: ${groupText(peak.group)} ${first === undefined ? 'recovered' : `back to ${valueText(notification, first)}`}, peak ${was}`;
  }
  if (first === undefined) return `${guardrail.name}: limit broken`;
  return `${guardrail.name}: ${groupText(first.group)} ${valueText(notification, first)}, limit ${first.proof.limitText}`;
};

/** The value that the limit is about: a rate, or the percentile of a latency where there is one, else the share of slow events. */
export const valueText = ({ guardrail }: Notification, { proof, percentileMs }: MemberFact): string => {
  if (guardrail.kind === 'rate') return percentText(proof.rate);
  return percentileMs === undefined
    ? `${percentText(proof.rate)} too slow`
    : `${percentileName(guardrail)} ${latencyText(percentileMs)}`;
};
