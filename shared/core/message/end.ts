import { evidenceDefaults } from '../evidence/constants.ts';
import type { Notification } from '../incident/notification.ts';
import { startOf } from '../units.ts';
import { budgetLines } from './budget.ts';
import { amountsText, countsText } from './counts.ts';
import { hoursText, dateText, durationText, momentText } from './format.ts';
import { monthLines } from './month.ts';
import { normalLines } from './normal.ts';
import { groupText, listText } from './plain-text.ts';

/** How it ended: the value now, not that of the breach, the worst of it, how long, and who had been in it. */
export const endLines = (notification: Notification): string[] => {
  const [now] = notification.members;
  const { peak, reason, groups = [] } = notification;
  return [
    ...(reason === 'closed' ? [whyClosed(notification)] : []),
    ...(now === undefined
      ? []
      : [`Now: ${countsText(notification, now)}`, ...normalLines(notification, now.proof), ...monthLines(now.proof)]),
    `Worst: ${amountsText(notification, peak.proof)}, ${groupText(peak.group)}.`,
    lasted(notification),
    ...budgetLines(notification),
    ...(groups.every((group) => group === peak.group)
      ? []
      : [`Groups that had been broken: ${listText(groups.map(groupText))}.`]),
  ];
};

const whyClosed = ({ ending }: Notification): string => {
  if (ending === undefined) return 'It opened and was resolved, by proof, while it was silenced.';
  switch (ending) {
    case 'no-traffic':
      return `No events for ${hoursText(evidenceDefaults.staleEnds)}: nobody knows that it is well.`;
    case 'rule-removed':
      return 'Its rule was removed while it was open: nobody knows that it is well, and nothing watches it any more.';
    case 'rule-changed':
      return 'Its rule was changed, and nothing of this incident is judged any more: nobody knows that it is well.';
  }
};

const lasted = ({ since, until, at, openedAt, ending }: Notification): string => {
  if (until === undefined) return `Began ${dateText(since)}, opened at ${momentText(openedAt, at)}.`;
  // With a date, however short ago: a mail about an end is read the next morning.
  const end = momentText(until, startOf(since));
  return ending === undefined
    ? `Lasted ${durationText(until - since)}, from ${dateText(since)} to ${end}.`
    : `Open from ${dateText(since)} to ${end}. How long it really lasted is not known.`;
};
