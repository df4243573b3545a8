import { isEnd, type Notification } from '../incident/notification.ts';
import { countOf, countText, spanText } from './format.ts';
import { moneyText } from './money.ts';
import { listText } from './plain-text.ts';
import { breaksAbove } from './value.ts';
import { faultOf } from './who.ts';

/** What it has cost so far, or in all. */
export const impactLines = (notification: Notification): string[] => {
  const { impact, reason, at } = notification;
  if (impact === undefined) return [];
  const { from, to, amounts, merchants, atLeast } = impact;
  const when = `${isEnd(reason) ? 'In all' : 'So far'}, ${spanText(from, to, at)}`;
  const money = listText(amounts.map(({ currency, amount }) => moneyText(amount, currency)));
  const costs = [
    ...(money === '' ? [] : [`Value of ${faultOf(notification)} events: ${money}.`]),
    ...(merchants === undefined || merchants === 0 ? [] : [`Merchants hit: ${countText(merchants)}.`]),
    ...(atLeast ? ['Not every minute could be counted: all of this is at least so much.'] : []),
  ];
  return [
    `${when}: ${atLeast ? 'at least ' : ''}${countsOf(notification, impact)}`,
    ...(costs.length === 0 ? [] : [costs.join(' ')]),
  ];
};

const countsOf = (
  notification: Notification,
  { bad, total, beyondLimit, beyondNormal }: NonNullable<Notification['impact']>,
): string => {
  if (notification.guardrail.kind === 'volume') {
    const words = breaksAbove(notification) ? 'more than the limit allows' : 'fewer than the limit asks for';
    return sentences(`${countOf(total, 'event')}.`, beyond(beyondLimit, words));
  }
  return sentences(
    `${countText(bad)} of ${countOf(total, 'event')} ${isEnd(notification.reason) ? 'were' : 'are'} ${faultOf(notification)}.`,
    [
      ...(isCountedByEvents(notification) ? beyond(beyondLimit, 'more than the limit allows') : []),
      ...beyond(beyondNormal ?? 0, 'more than normal'),
    ],
  );
};

/** Set apart by a full stop: in `of 9,795, 714 more` a tired reader sees one number. */
const sentences = (counts: string, beyonds: readonly string[]): string =>
  beyonds.length === 0 ? counts : `${counts} That is ${listText(beyonds)}.`;

const beyond = (count: number, words: string): string[] => (count > 0 ? [`${countText(count)} ${words}`] : []);

/** The limit of a share of value, or of orders, allows no number of events. */
const isCountedByEvents = ({ guardrail, peak }: Notification): boolean =>
  guardrail.countBy === undefined && peak.proof.value === undefined;
