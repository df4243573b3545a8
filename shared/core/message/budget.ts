import type { BurnProof, Proof } from '../evidence/verdict.ts';
import type { Budget } from '../explain/explanation.ts';
import { isEnd, type Notification } from '../incident/notification.ts';
import { MINUTES_PER_DAY, minuteOf } from '../units.ts';
import { countText, dayText, durationText, momentText, numberText, percentText } from './format.ts';
import { plain } from './plain-text.ts';

/** How fast a budget burns, and the factor that it is held against. */
export type Burning = Pick<BurnProof, 'factor' | 'limit'> & Partial<Pick<BurnProof, 'short'>>;

/** Undefined where it is no objective. One that is well was tested like every other share, against so many times its budget. */
export const burningOf = ({ burn, rate, limit, limitText }: Proof): Burning | undefined => {
  if (burn !== undefined) return burn;
  const factor = Number(/^([\d.]+)x budget$/.exec(limitText)?.[1]);
  return factor > 0 ? { factor: (rate / limit) * factor, limit: factor } : undefined;
};

/** `14.4x`: so many times as fast as the budget may be spent. */
export const factorText = (factor: number): string =>
  `${factor < 1 ? factor.toLocaleString('en-US', { maximumSignificantDigits: 2 }) : numberText(factor)}x`;

/** `, and 310 of 8,000 (3.88%) in the last 5 minutes of it`: that it goes on. */
export const goingOnText = (proof: Proof, { short }: Burning): string => {
  if (short === undefined || short.total === 0 || short.from <= proof.from) return '';
  const { from, to, bad, total } = short;
  return `, and ${countText(bad)} of ${countText(total)} (${percentText(bad / total)}) in the last ${durationText(to - from)} of it`;
};

/** `99.9%`. Where nobody looked the budget up, it is the limit without its factor, rid of what dividing leaves. */
export const promisedText = ({ budget }: Notification, proof: Proof, { limit }: Burning): string =>
  budget === undefined ? `${Number((100 * (1 - proof.limit / limit)).toPrecision(8))}%` : plain(budget.objective);

/** What is left to spend, and until when it lasts. */
export const budgetLines = (notification: Notification): string[] => {
  const { budget } = notification;
  if (budget === undefined) return [];
  const since = isWhole(budget) ? '' : `, counted since ${dayText(budget.from)}`;
  return [`Error budget of ${budget.days} days: ${leftText(budget)}${since}${goneText(notification, budget)}.`];
};

/** Whether the past was known from the beginning of the period on. */
const isWhole = ({ from, to, days }: Budget): boolean => to - from >= days * MINUTES_PER_DAY;

/** `62% left`, `overspent, 1.4 times what is allowed`. */
export const leftText = ({ left }: Budget): string => {
  if (left > 0) return `${percentText(left)} left`;
  const spent = numberText(1 - left);
  return spent === '1' ? 'all of it is spent' : `overspent, ${spent} times what is allowed`;
};

/** Of what is over the pace is another. */
const goneText = ({ reason, at }: Notification, { goneAt }: Budget): string => {
  if (goneAt === undefined || goneAt <= minuteOf(at) || isEnd(reason)) return '';
  return `; at this pace gone in ${durationText(roughly(goneAt - minuteOf(at)))} (${momentText(goneAt, at)})`;
};

/** An estimate of hours is none of minutes. */
const roughly = (minutes: number): number => (minutes < 120 ? minutes : Math.round(minutes / 60) * 60);
