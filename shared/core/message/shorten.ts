import type { Notification } from '../incident/notification.ts';
import { cut } from './plain-text.ts';

/** How much of a notification is told: code points of each text and entries of each list. */
export interface Room {
  readonly points: number;
  readonly entries: number;
}

/** From everything to what SNS takes whatever it is: a message is cut before it is refused. */
export const rooms: readonly Room[] = [
  { points: Number.POSITIVE_INFINITY, entries: Number.POSITIVE_INFINITY },
  { points: 500, entries: 40 },
  { points: 200, entries: 10 },
  { points: 40, entries: 3 },
];

/**
 * The same notification with its texts and lists cut. The id of the incident and of the guardrail stay whole: by those a
 * receiver knows it. Lone surrogates, which are no text and which not every parser takes, are replaced on the way.
 */
export const shorten = (notification: Notification, room: Room): Notification => {
  const short = shortened(notification, room) as Notification;
  const dropped = notification.members.length - short.members.length;
  return {
    ...short,
    incident: notification.incident,
    guardrail: { ...short.guardrail, id: notification.guardrail.id },
    moreMembers: notification.moreMembers + dropped,
  };
};

const shortened = (value: unknown, room: Room): unknown => {
  if (typeof value === 'string') return cut(value.toWellFormed(), room.points);
  if (Array.isArray(value)) return value.slice(0, room.entries).map((entry) => shortened(entry, room));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, shortened(entry, room)]));
};
