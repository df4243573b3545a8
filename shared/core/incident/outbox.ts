import { limits } from '../limits.ts';
import { isEnd, type Notification } from './notification.ts';

/**
 * Adds a notification to those that wait. One of the same incident that still waits was not delivered, or nobody knows
 * that it was: the newer one takes its place and says so. So an outage of SNS leaves one message for each incident.
 */
export const append = (outbox: readonly Notification[], notification: Notification): readonly Notification[] => {
  const last = outbox.at(-1);
  if (last === undefined) return [notification];
  if (last.incident === notification.incident) return [...outbox.slice(0, -1), inPlaceOf(last, notification)];
  if (outbox.length < limits.unsentPerState) return [...outbox, notification];
  return [...outbox.slice(0, -1), { ...notification, merged: notification.merged + last.merged + 1 }];
};

const inPlaceOf = (last: Notification, notification: Notification): Notification => {
  const isOpening = last.reason === 'opened' || last.reason === 'reopened' || last.reason === 'flapping';
  return {
    ...notification,
    // Who never heard of it must not hear that it got worse or spread.
    reason: isOpening && !isEnd(notification.reason) ? last.reason : notification.reason,
    merged: last.merged + 1,
  };
};
