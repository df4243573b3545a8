import type { Proof } from '../evidence/verdict.ts';
import { dedupKey, type MemberFact, type Notification } from '../incident/notification.ts';
import { minuteOf } from '../units.ts';
import { chanceText, clockText, countText, dateText, durationText, groupText, percentText } from './format.ts';
import { headline, statusWord, valueText } from './headline.ts';

/** The body of a mail: what, by how much, since when, how sure, who acts. Read by somebody who slept a minute ago. */
export const emailText = (notification: Notification): string =>
  [
    `${statusWord(notification)}: ${headline(notification)}`,
    '',
    ...(notification.reason === 'resolved' ? resolvedLines(notification) : firingLines(notification)),
    ...footer(notification),
  ].join('\n');

const firingLines = (notification: Notification): string[] => {
  const [first, ...others] = notification.members;
  if (first === undefined) return ['The figures could not be told.', ''];
  return [
    countsText(notification, first),
    `Since ${dateText(notification.since)}. ${whyNow(notification)}`,
    sureness(first.proof),
    '',
    ...othersLines(notification, others),
  ];
};

const countsText = (notification: Notification, { proof }: MemberFact): string => {
  const fraction = `${countText(proof.bad)} of ${countText(proof.total)} (${percentText(proof.rate)}) from ${windowText(proof)}`;
  return notification.guardrail.kind === 'latency'
    ? `${fraction} took longer than ${proof.limitText}; ${percentText(proof.limit)} may.`
    : `${fraction}; the limit is ${proof.limitText}.`;
};

const windowText = ({ from, to }: Proof): string => `${clockText(from)} to ${clockText(to)} UTC`;

const whyNow = ({ reason, openedAt, severity }: Notification): string => {
  switch (reason) {
    case 'opened':
      return 'New incident.';
    case 'reopened':
      return `Broken again soon after it had recovered: the incident of ${clockText(openedAt)} goes on.`;
    case 'escalated':
      return `Worse: now ${severity}. Opened at ${clockText(openedAt)}.`;
    case 'de-escalated':
      return `Milder: now ${severity}, not over. Opened at ${clockText(openedAt)}.`;
    case 'resolved':
      return '';
  }
};

const sureness = ({ probability, limit, phi }: Proof): string => {
  const deflated = phi > 1.005 ? ` (counts divided by ${phi.toFixed(2)}, since real minutes swing more than dice)` : '';
  return `Not by chance: if the rate were ${percentText(limit)}, fewer than ${chanceText(probability)} looks would show this${deflated}.`;
};

const othersLines = (notification: Notification, others: readonly MemberFact[]): string[] => {
  if (others.length === 0) return [];
  const lines = others.map(
    (fact) =>
      `  ${groupText(fact.group)}: ${valueText(notification, fact)} (${countText(fact.proof.bad)} of ${countText(fact.proof.total)}), ${fact.severity}${whenProven(notification, fact)}`,
  );
  const more = notification.moreMembers > 0 ? [`  and ${notification.moreMembers} more`] : [];
  return ['Also broken:', ...lines, ...more, ''];
};

/** A member that is neither broken nor clear now is still open on the proof of an earlier window. */
const whenProven = ({ at }: Notification, { proof }: MemberFact): string =>
  proof.to < minuteOf(at) ? `, last proven from ${windowText(proof)}` : '';

const resolvedLines = (notification: Notification): string[] => {
  const [now] = notification.members;
  const { peak, since, until } = notification;
  return [
    ...(now === undefined ? [] : [`Now: ${countsText(notification, now)}`]),
    `Peak: ${countText(peak.proof.bad)} of ${countText(peak.proof.total)} (${percentText(peak.proof.rate)}) from ${windowText(peak.proof)}, ${groupText(peak.group)}.`,
    until === undefined
      ? `Began ${dateText(since)}.`
      : `Lasted ${durationText(until - since)}: from ${dateText(since)} to ${clockText(until)}.`,
    '',
  ];
};

const footer = (notification: Notification): string[] => {
  const { guardrail, merged } = notification;
  return [
    ...(merged > 0
      ? [
          `${merged} earlier ${merged === 1 ? 'message' : 'messages'} of this incident could not be delivered; this one stands for them.`,
        ]
      : []),
    ...(guardrail.description === undefined ? [] : [guardrail.description]),
    ...(guardrail.owner === undefined ? [] : [`Owner: ${guardrail.owner}`]),
    ...(guardrail.runbook === undefined ? [] : [`Runbook: ${guardrail.runbook}`]),
    `Incident: ${dedupKey(notification)}`,
  ];
};
