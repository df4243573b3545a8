import type { GroupKey } from '../rollup/series.ts';
import { minuteOf } from '../units.ts';
import type { Members } from './advance-members.ts';
import { GROUPS_REMEMBERED, type Incident, type Told } from './incident.ts';
import { isEnd, type Notification } from './notification.ts';

/** What people know once a notification has reached them. */
export const toldOf = ({ told }: Incident, { reason, severity, at }: Notification, members: Members): Told => {
  const firing = [...members].filter(([, { status }]) => status === 'firing').map(([group]) => group);
  // A reopening is told as if from the beginning: what is broken now may be something else.
  const known = told.status === 'resolved' ? [] : told.groups;
  return {
    status: isEnd(reason) ? 'resolved' : reason === 'stale' ? 'stale' : 'firing',
    severity,
    groups: withGroups(known, firing),
    at: minuteOf(at),
    stale: reason === 'stale' || (told.stale && told.status !== 'resolved'),
  };
};

export const withGroups = (known: readonly GroupKey[], more: readonly GroupKey[]): readonly GroupKey[] =>
  [...new Set([...known, ...more])].slice(0, GROUPS_REMEMBERED);
