import type { Proof } from '../evidence/verdict.ts';
import type { MemberFact, Notification } from '../incident/notification.ts';
import { minuteOf } from '../units.ts';
import { burningOf, factorText, goingOnText, promisedText } from './budget.ts';
import { chanceText, countOf, countText, percentText, spanText } from './format.ts';
import { moneyText } from './money.ts';
import { isReached, monthCounts, outlookText, shortMonthCounts, wholeMonthLimit } from './month.ts';
import { slownessText } from './normal.ts';
import { paceText, paceWords } from './pace.ts';
import { plain } from './plain-text.ts';
import { limitText } from './value.ts';

/** The honest fraction behind the value: what was counted, over which minutes, against what. */
export const countsText = (notification: Notification, { proof }: Pick<MemberFact, 'proof'>): string => {
  const { guardrail } = notification;
  const { month, normal } = proof;
  if (month !== undefined) return `${monthCounts(proof, month)}; the limit is ${wholeMonthLimit(proof, month)}.`;
  const counted = `${fractionText(notification, proof)}${once(notification)}`;
  const burning = burningOf(proof);
  if (burning !== undefined)
    return `${counted}${goingOnText(proof, burning)}; ${promisedText(notification, proof, burning)} are promised.`;
  if (guardrail.kind !== 'latency') return `${counted}; the limit is ${limitText(notification, proof)}.`;
  const multiple = normal === undefined ? '' : ` (${plain(proof.limitText)})`;
  return `${counted} took longer than ${slownessText(proof)}${multiple}; ${percentText(proof.limit)} may.`;
};

/** `310 of 532 (58.3%) from 08:58 to 09:00 UTC`; of a month also where it was heading, which is how it was judged. */
export const amountsText = (notification: Notification, proof: Proof): string => {
  const { month } = proof;
  if (month === undefined) return fractionText(notification, proof);
  return `${monthCounts(proof, month)}${isReached(proof, month) ? '' : `, ${outlookText(month)}`}`;
};

const fractionText = ({ guardrail, at }: Notification, proof: Proof): string => {
  const { bad, total, value, rate } = proof;
  const span = spanText(proof.from, proof.to, at);
  if (guardrail.kind === 'volume') return `${countOf(total, 'event')} ${span}, ${paceWords(proof)}`;
  if (value === undefined) return `${countText(bad)} of ${countText(total)} (${percentText(rate)}) ${span}`;
  const [badValue, totalValue] = [moneyText(value.bad, value.currency), moneyText(value.total, value.currency)];
  return `${badValue} of ${totalValue} (${percentText(rate)}), ${countText(bad)} of ${countOf(total, 'payment')}, ${span}`;
};

const once = ({ guardrail: { countBy } }: Notification): string =>
  countBy === undefined ? '' : `, each ${plain(countBy)} counted once a minute`;

/** The same for a line of a list: `33 of 259`. */
export const shortCounts = ({ guardrail }: Notification, proof: Proof): string => {
  const { bad, total, month } = proof;
  if (month !== undefined) return shortMonthCounts(proof, month);
  return guardrail.kind === 'volume' ? countOf(total, 'event') : `${countText(bad)} of ${countText(total)}`;
};

/** How sure, in one sentence; nothing of what has happened already. */
export const surenessLines = ({ guardrail }: Notification, proof: Proof): string[] => {
  const { probability, alpha, month } = proof;
  if (month !== undefined) {
    if (isReached(proof, month)) return [];
    const chance = chanceText(Math.max(probability, SUREST_MONTH), 'month');
    return [`If it goes on as so far, fewer than ${chance} would stay within the limit.`];
  }
  if (probability === 1 && alpha === 1) return ['Plain comparison: no evidence was asked for.'];
  const swings = proof.phi > 1.005 ? ' (bursts and retries allowed for)' : '';
  return [
    `Not by chance: if ${premise(guardrail.kind, proof)}, fewer than ${chanceText(probability)} would show this${swings}.`,
  ];
};

/** Nobody knows of a pace that it goes on so surely that one month in a million would differ. */
const SUREST_MONTH = 1e-3;

const premise = (kind: Notification['guardrail']['kind'], proof: Proof): string => {
  const { limit, limitText: text, normal } = proof;
  const burning = burningOf(proof);
  if (burning !== undefined) return `it burned at ${factorText(burning.limit)}`;
  switch (kind) {
    case 'monthly':
    case 'rate':
      return `the rate were ${percentText(limit)}`;
    case 'latency':
      return `only ${percentText(limit)} were slow`;
    case 'volume':
      return `the pace were ${normal === undefined ? plain(text) : paceText({ ...proof, rate: limit })}`;
  }
};

/** Whether the window ended before the newest one that could have spoken. */
export const isOld = ({ guardrail, at }: Notification, { to }: Proof): boolean =>
  to < minuteOf(at) - unspoken[guardrail.kind];

/** In minutes: a volume is judged without its last minute, and a month once an hour. */
const unspoken: Readonly<Record<Notification['guardrail']['kind'], number>> = {
  rate: 0,
  latency: 0,
  volume: 1,
  monthly: 60,
};
