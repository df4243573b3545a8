import { evidenceDefaults } from '../evidence/constants.ts';
import { isEnd, type Notification, type NotificationReason } from '../incident/notification.ts';
import { WHOLE } from '../rollup/series.ts';
import { hoursText, momentText } from './format.ts';
import { groupText, listText, plain } from './plain-text.ts';
import { deedText, limitText, peakText, valueText } from './value.ts';

/** The word that a message begins with. */
export const statusWord = ({ reason, severity }: Pick<Notification, 'reason' | 'severity'>): string =>
  isEnd(reason) || reason === 'stale' ? reason.toUpperCase() : severity.toUpperCase();

/** For filter policies. Closed is over too; stale is not. */
export const statusOf = ({ reason }: Pick<Notification, 'reason'>): 'firing' | 'resolved' =>
  isEnd(reason) ? 'resolved' : 'firing';

/** What is broken in a line: `Payment failures: bank=icbc 58.2%, limit 10%`; `brief` where there is little room for it. */
export const headline = (notification: Notification, brief = false): string =>
  `${plain(notification.guardrail.name)}: ${factOf(notification, brief)}`;

const factOf = (notification: Notification, brief: boolean): string => {
  const [first] = notification.members;
  const { reason, peak } = notification;
  if (reason === 'closed') return `${closedText(notification)} ${peakText(notification, brief)}`;
  if (reason === 'stale') return stoppedText(notification);
  if (reason === 'resolved') {
    const now = first === undefined ? 'recovered' : `back to ${valueText(notification, first, brief)}`;
    return `${groupText(peak.group)} ${now}, ${peakText(notification, brief)}`;
  }
  if (first === undefined) return 'limit broken';
  // The new group may be milder than the status word in front of it, which is the incident's.
  const said =
    reason === 'spread'
      ? `spread to ${groupText(first.group)} ${valueText(notification, first, brief)}`
      : `${groupText(first.group)} ${deedText(notification, first, brief)}`;
  return `${said}, limit ${limitText(notification, first.proof, brief)}`;
};

const closedText = ({ ending, peak }: Notification): string => {
  const worst = groupText(peak.group);
  if (ending === undefined) return `${worst} broke and recovered while silenced,`;
  switch (ending) {
    case 'no-traffic':
      return `no events for ${hoursText(evidenceDefaults.staleEnds)}, ${worst}`;
    case 'rule-removed':
      return `its rule was removed, ${worst}`;
    case 'rule-changed':
      return `its rule was changed, ${worst}`;
  }
};

/** `events of bank=icbc stopped at 09:20 UTC while it was broken`. The whole holds every group. */
export const stoppedText = ({ stale, at, moreMembers }: Notification): string => {
  const groups = stale === undefined || stale.groups.includes(WHOLE) ? [] : stale.groups;
  const events = groups.length === 0 ? 'all events' : `events of ${listText(groups.map(groupText), moreMembers)}`;
  const when = stale === undefined ? '' : ` at ${momentText(stale.since, at)}`;
  return `${events} stopped${when} while ${groups.length > 1 ? 'they were' : 'it was'} broken`;
};

/** What tells a message from those before it, for the end of a subject: the values alone may be the same again. */
export const tagOf = (notification: Notification): string => {
  const tag = tags[notification.reason];
  return tag === '' ? '' : ` (${tag})`;
};

const tags: Readonly<Record<NotificationReason, string>> = {
  opened: '',
  reopened: 'broken again',
  escalated: 'worse',
  spread: '',
  'de-escalated': 'milder',
  reminder: 'still open',
  stale: '',
  resumed: 'events are back',
  resolved: '',
  closed: '',
  flapping: 'on and off',
};

/** `Since 08:58 UTC`. */
export const sinceText = ({ since, at }: Notification): string => `Since ${momentText(since, at)}`;
