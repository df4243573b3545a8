import type { Culprit, Explanation } from '../explain/explanation.ts';
import type { Notification } from '../incident/notification.ts';
import { countText, percentText } from './format.ts';
import { cut, listText, plain } from './plain-text.ts';
import { breaksAbove } from './value.ts';

type Found = Exclude<Explanation, { kind: 'unknown' }>;

/** Who is behind it, with their numbers beside everybody else's. */
export const whoLines = (notification: Notification): string[] => {
  const { who, guardrail } = notification;
  switch (who?.kind) {
    case undefined:
      return [];
    case 'unknown':
      // Of a volume the reason is that nothing is bad in it, which helps nobody.
      return guardrail.kind === 'volume' ? [] : [`Who: not known, ${cut(plain(who.reason), REASON)}.`];
    case 'named': {
      const [first, ...others] = who.culprits;
      return [
        `Who: ${shareText(notification, who, first)} are ${segmentText(first)}: ${ratesText(notification, first, without(who, who.culprits))}.`,
        ...others.map(
          (culprit) =>
            `Then: ${shareText(notification, who, culprit)} are ${segmentText(culprit)}: ${rateOf(notification, culprit)} of ${countText(culprit.total)}.`,
        ),
      ];
    }
    case 'tied':
      return [
        'Who: one of these, which cannot be told apart, since they have the same events:',
        ...who.culprits.map(
          (culprit) =>
            `  ${segmentText(culprit)}: ${shareText(notification, who, culprit)}, ${ratesText(notification, culprit, without(who, [culprit]))}`,
        ),
      ];
  }
};

const REASON = 120;

/** `bank=icbc and method=qr`. */
export const segmentText = ({ values }: Culprit): string => listText(values.map(plain));

/** `412 of 430 excess bad events`; without a normal rate nothing is known to be in excess. */
const shareText = (notification: Notification, { excess, normal, bad }: Found, culprit: Culprit): string => {
  const noun = `${faultOf(notification)} events`;
  if (normal === undefined) return portion(culprit.bad, bad, noun);
  return portion(culprit.excess, excess, `excess ${noun}`);
};

/** Where the others are below normal, one segment can hold more than the whole excess: `440 of 430` would be read as a fault. */
const portion = (part: number, whole: number, noun: string): string =>
  Math.round(part) >= Math.round(whole)
    ? `all ${countText(Math.round(whole))} ${noun}`
    : `${countText(Math.round(part))} of ${countText(Math.round(whole))} ${noun}`;

/** What the events are that count against a rule. Where less is worse, they are those that did not get there. */
export const faultOf = (notification: Notification): string =>
  notification.guardrail.kind === 'latency' ? 'slow' : breaksAbove(notification) ? 'bad' : 'failing';

interface Counts {
  readonly bad: number;
  readonly total: number;
}

/** Everybody else. A second culprit was counted without the first one's events, so that none is taken away twice. */
const without = (searched: Counts, culprits: readonly Counts[]): Counts =>
  culprits.reduce((rest, { bad, total }) => ({ bad: rest.bad - bad, total: rest.total - total }), searched);

/** `61% of 675 against 4% of 9,120 elsewhere`. */
const ratesText = (notification: Notification, culprit: Counts, elsewhere: Counts): string => {
  const here = `${rateOf(notification, culprit)} of ${countText(culprit.total)}`;
  return elsewhere.total <= 0 || elsewhere.bad < 0
    ? here
    : `${here} against ${rateOf(notification, elsewhere)} of ${countText(elsewhere.total)} elsewhere`;
};

/** In the sense of the limit: below an approval rate of 90 % bad events are those not approved. */
const rateOf = (notification: Notification, { bad, total }: Counts): string =>
  percentText((breaksAbove(notification) ? bad : total - bad) / Math.max(1, total));
