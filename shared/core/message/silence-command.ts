import type { Notification } from '../incident/notification.ts';
import { attributeOf, type GroupKey, WHOLE } from '../rollup/series.ts';
import type { Origin } from './rendered.ts';
import { groupText } from './plain-text.ts';

/**
 * The command that silences what is told, ready to be pasted into a shell: nothing that came from outside is in it but
 * characters that mean nothing to any shell. What can't be named so is left out, and that is said, since the silence
 * then covers more.
 */
export const silenceLines = (notification: Notification, { stackName, region }: Origin): string[] => {
  const { guardrail, members, stale, peak } = notification;
  if (![guardrail.id, stackName ?? guardrail.id].every(isSafe)) return [];
  const group = (notification.reason === 'stale' ? stale?.groups[0] : members[0]?.group) ?? peak.group;
  const command = [
    `npm run parapet -- silence add --guardrail ${guardrail.id}`,
    ...(group === WHOLE || !isSafeGroup(group) ? [] : [`--match ${group}`]),
    // Not `<you>`: pasted as it is, a shell would read a file and write another.
    '--for 2h --by "$USER" --why "because ..."',
    ...(stackName === undefined ? [] : [`--stack ${stackName}`, ...(isSafe(region) ? [`--region ${region}`] : [])]),
  ].join(' ');
  return [introduction(group), `  ${command}`];
};

const introduction = (group: GroupKey): string => {
  if (group === WHOLE) return 'To silence this guardrail for 2 hours:';
  return isSafeGroup(group)
    ? `To silence ${group} for 2 hours:`
    : `To silence this guardrail for 2 hours, all of it, since ${groupText(group)} is not safe to paste into a shell:`;
};

const isSafe = (text: string): boolean => /^[A-Za-z0-9_.:@/+-]+$/.test(text);

const isSafeGroup = (group: GroupKey): boolean => {
  const attribute = attributeOf(group);
  return isSafe(attribute) && isSafe(group.slice(attribute.length + 1));
};
