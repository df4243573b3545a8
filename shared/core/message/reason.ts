import { evidenceDefaults } from '../evidence/constants.ts';
import { isEnd, type Notification } from '../incident/notification.ts';
import { minuteOf } from '../units.ts';
import { isOld } from './counts.ts';
import { countOf, dateText, durationText, hoursText, momentText } from './format.ts';
import { groupText, listText } from './plain-text.ts';

/** Since when, and why this message comes now. */
export const reasonText = (notification: Notification): string => {
  const { reason, severity, since, at } = notification;
  const began = `Since ${dateText(since)}.`;
  const opened = `Opened at ${momentText(notification.openedAt, at)}.`;
  switch (reason) {
    case 'opened':
      // After a silence the reader hears of it late.
      return `${began} ${notification.openedAt === minuteOf(at) ? 'New incident.' : opened}`;
    case 'reopened':
      return `${began} Broken again soon after it had recovered: the incident opened at ${momentText(notification.openedAt, at)} goes on.`;
    case 'escalated':
      return `${began} Worse: now ${severity}. ${opened}`;
    case 'spread':
      return `Spread to ${spreadText(notification)}. The incident began ${dateText(since)}. ${opened}`;
    case 'de-escalated':
      return `${began} Milder: now ${severity}, not over. ${opened}`;
    case 'reminder':
      return `${stillText(notification)} after ${durationText(minuteOf(at) - since)}: since ${dateText(since)}. ${opened}`;
    case 'resumed':
      return `${began} Events are back; it stays open until they prove a recovery. ${opened}`;
    case 'flapping':
      return `${began} ${opened}`;
    case 'stale':
      return `Broken since ${dateText(since)}, ${severity}. ${opened}`;
    case 'resolved':
    case 'closed':
      return began;
  }
};

/** An old proof says that it is not known to be over, and no more. */
const stillText = (notification: Notification): string => {
  const [first] = notification.members;
  return first === undefined || isOld(notification, first.proof) ? 'Still open' : 'Still broken';
};

/** The group of the first line may be milder than the incident, whose severity the message has. */
const spreadText = ({ spreadTo = [], members, severity }: Notification): string => {
  const [first] = members;
  const groups = spreadTo.length === 0 ? 'more groups' : listText(spreadTo.map(groupText));
  return first === undefined || first.severity === severity
    ? groups
    : `${groups}. ${groupText(first.group)} alone is a ${first.severity}, the whole incident is ${severity}`;
};

/** An incident that goes on and off: said once in full, then as a reminder of why so little is heard. */
export const flappingLines = ({ reason, reopenings }: Notification): string[] => {
  if (reopenings === undefined || reopenings === 0) return [];
  const often = `Reopened ${reopenings === 1 ? 'once' : countOf(reopenings, 'time')} in ${hoursText(evidenceDefaults.flapping.within)}.`;
  if (isEnd(reason)) return [often];
  return [`${often} ${reason === 'flapping' ? 'From now on only' : 'Only'} worse news of it is told, and its end.`];
};
