import type { Notification } from '../incident/notification.ts';
import { limits } from '../limits.ts';
import { attributesOf } from './attributes.ts';
import { leftText } from './budget.ts';
import { headline, sinceText, statusOf, statusWord, tagOf } from './headline.ts';
import { jsonText } from './json.ts';
import { minimalMessage } from './minimal.ts';
import { crossingText, isReached } from './month.ts';
import { ascii, cut, gsm } from './plain-text.ts';
import type { Origin, RenderedMessage } from './rendered.ts';
import { rooms, shorten } from './shorten.ts';
import { fitsSns } from './sns-form.ts';
import { emailText } from './text.ts';
import { segmentText } from './who.ts';

export { minimalMessage } from './minimal.ts';

/** A notification in the words of this release. Where it is too large for SNS its texts and lists are cut. */
export const renderMessage = (notification: Notification, origin: Origin): RenderedMessage => {
  for (const [cuts, room] of rooms.entries()) {
    const message = rendered(shorten(notification, room), origin, cuts > 0);
    if (fitsSns(message)) return message;
  }
  return minimalMessage(notification, origin);
};

const rendered = (notification: Notification, origin: Origin, truncated: boolean): RenderedMessage => ({
  subject: lineOf(notification, ascii, limits.snsSubjectLength),
  text: emailText(notification, origin),
  sms: smsText(notification),
  json: jsonText(notification, origin, truncated),
  attributes: attributesOf(notification),
});

/** Status, headline and tag. Long names are cut first, so that by how much it is broken still stands behind them. */
const lineOf = (notification: Notification, letters: (text: string) => string, length: number): string => {
  const tag = tagOf(notification);
  const lines = lengths.map(({ points, brief }) => {
    const short = shorten(notification, { points, entries: Number.POSITIVE_INFINITY });
    return letters(`${statusWord(short)} ${headline(short, brief)}`);
  });
  const line = lines.find((fits) => fits.length + tag.length <= length) ?? lines.at(-1) ?? '';
  return `${cut(line, length - tag.length)}${tag}`;
};

const lengths = [
  { points: Number.POSITIVE_INFINITY, brief: false },
  ...[Number.POSITIVE_INFINITY, 50, 30, 20].map((points) => ({ points, brief: true })),
] as const;

/** The line, and as many of the next facts as fit on one SMS. */
const smsText = (notification: Notification): string => {
  const { who } = notification;
  const facts = [
    ...outlookOf(notification),
    ...(who?.kind === 'named' ? [`Who: ${segmentText(who.culprits[0])}`] : []),
    ...(statusOf(notification) === 'firing' ? [sinceText(notification)] : []),
  ];
  return facts.reduce(
    (sms, fact) => {
      const longer = `${sms}. ${gsm(fact)}`;
      return longer.length <= limits.smsLength ? longer : sms;
    },
    lineOf(notification, gsm, limits.smsLength),
  );
};

/** How long somebody has who reads it on the way: what is left of a budget, and when a month will be beyond its limit. */
const outlookOf = (notification: Notification): string[] => {
  const { budget, members } = notification;
  if (statusOf(notification) === 'resolved') return [];
  const proof = members[0]?.proof;
  // That it was reached is in the line itself.
  const crossing = proof?.month === undefined || isReached(proof, proof.month) ? undefined : crossingText(proof.month);
  return [
    ...(budget === undefined ? [] : [`Error budget: ${leftText(budget)}`]),
    ...(crossing === undefined ? [] : [crossing]),
  ];
};
