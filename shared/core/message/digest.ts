import { createHash } from 'node:crypto';
import { severities } from '../guardrail/guardrail.ts';
import { dedupKey, type Notification } from '../incident/notification.ts';
import { limits } from '../limits.ts';
import { digestJson } from './digest-json.ts';
import { countOf, countText } from './format.ts';
import { headline, statusOf, statusWord } from './headline.ts';
import { cut } from './plain-text.ts';
import type { Origin, RenderedMessage } from './rendered.ts';
import { type Room, rooms, shorten } from './shorten.ts';
import { fitsSns } from './sns-form.ts';

/** The same notifications are the same digest, in whatever order they come. */
export const digestKey = (notifications: readonly Notification[]): string => {
  const keys = notifications.map(dedupKey).sort().join('\n');
  return `digest#${createHash('sha256').update(keys).digest('hex').slice(0, 16)}`;
};

/**
 * One message for the rest of a minute in which so much broke that one message each would flood a person, and run into
 * the ten mails a second after which SNS suspends an address. The mail names every incident, whatever must be cut.
 */
export const renderDigest = (notifications: readonly Notification[], origin: Origin): RenderedMessage => {
  const sorted = notifications.toSorted((left, right) => rankOf(left) - rankOf(right));
  for (const size of sizes(sorted.length)) {
    const message = rendered(sorted, origin, size);
    if (fitsSns(message)) return message;
  }
  // Thousands of guardrails at once: even their keys are too many.
  const bare = rendered(sorted, origin, { facts: 0, keys: false, headlines: false, room: smallest });
  return { ...bare, text: cut(bare.text, TEXT_THAT_FITS) };
};

/** Keys are ASCII, and the text is sent twice. */
const TEXT_THAT_FITS = 100_000;

/** How much of the digest is told. */
interface Size {
  /** How many are told to programs with all facts; and of the others the keys, or only how many they are. */
  readonly facts: number;
  readonly keys: boolean;
  readonly headlines: boolean;
  readonly room: Room;
}

const [whole] = rooms;
const smallest: Room = { points: 40, entries: 3 };

/** From everything to the bare keys: texts are cut first, then the facts of ever more incidents, the worst ones last. */
function* sizes(all: number): Generator<Size> {
  const most = Math.min(all, FACTS_THAT_FIT);
  for (const room of rooms) yield { facts: most, keys: true, headlines: true, room };
  for (let facts = most >> 1; facts > 0; facts >>= 1) yield { facts, keys: true, headlines: true, room: smallest };
  yield { facts: 0, keys: true, headlines: true, room: smallest };
  yield { facts: 0, keys: false, headlines: true, room: smallest };
  yield { facts: 0, keys: false, headlines: false, room: smallest };
}

/** Those of one incident take 600 bytes at the least, and six protocols get them: more need not be tried. */
const FACTS_THAT_FIT = 70;

const rendered = (notifications: readonly Notification[], origin: Origin, size: Size): RenderedMessage => {
  const short = notifications.map((notification) => shorten(notification, size.room));
  const subject = subjectOf(notifications);
  return {
    subject: cut(subject, limits.snsSubjectLength),
    text: [
      subject,
      'So much changed at once that these are told in one message. Each goes on under its own incident.',
      ...blocks(short, size.headlines),
    ].join('\n\n'),
    sms: cut(subject, limits.smsLength),
    json: digestJson(short, origin, {
      headline: subject,
      facts: size.facts,
      keys: size.keys,
      truncated: size.room !== whole,
    }),
    attributes: {
      guardrail: 'digest',
      severity: worstOf(notifications),
      status: notifications.some(isFiring) ? 'firing' : 'resolved',
      reason: 'digest',
      dedupKey: digestKey(notifications),
    },
  };
};

const blocks = (notifications: readonly Notification[], headlines: boolean): string[] =>
  headlines
    ? notifications.map(
        (notification) =>
          `${statusWord(notification)}: ${headline(notification)}\n  Incident: ${dedupKey(notification)}`,
      )
    : [notifications.map(dedupKey).join('\n')];

/** `7 more guardrails: 3 critical, 2 warning, 2 resolved`. */
const subjectOf = (notifications: readonly Notification[]): string => {
  const firing = notifications.filter(isFiring);
  const counts = [
    ...severities.map((severity) => [firing.filter((one) => one.severity === severity).length, severity] as const),
    [notifications.length - firing.length, 'resolved'] as const,
  ];
  const told = counts.flatMap(([count, word]) => (count === 0 ? [] : [`${countText(count)} ${word}`])).join(', ');
  return `${countOf(notifications.length, 'more guardrail')}: ${told}`;
};

const isFiring = (notification: Notification): boolean => statusOf(notification) === 'firing';

/** Critical, then warning, then what is over. */
const rankOf = (notification: Notification): number =>
  isFiring(notification) ? severities.indexOf(notification.severity) : severities.length;

/** Of those that are broken; of all, when none is. */
const worstOf = (notifications: readonly Notification[]): Notification['severity'] => {
  const firing = notifications.filter(isFiring);
  const judged = firing.length > 0 ? firing : notifications;
  return severities.find((severity) => judged.some((one) => one.severity === severity)) ?? 'warning';
};
