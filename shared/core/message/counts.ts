import type { Proof } from '../evidence/verdict.ts';
import type { MemberFact, Notification } from '../incident/notification.ts';
import { minuteOf } from '../units.ts';
import { chanceText, countOf, countText, percentText, spanText } from './format.ts';
import { moneyText } from './money.ts';
import { paceWords } from './pace.ts';
import { plain } from './plain-text.ts';
import { limitText } from './value.ts';

/** The honest fraction behind the value: what was counted, over which minutes, against what. */
export const countsText = (notification: Notification, { proof }: Pick<MemberFact, 'proof'>): string => {
  const { guardrail } = notification;
  const counted = `${amountsText(notification, proof)}${once(notification)}`;
  return guardrail.kind === 'latency'
    ? `${counted} took longer than ${plain(proof.limitText)}; ${percentText(proof.limit)} may.`
    : `${counted}; the limit is ${limitText(notification, proof)}.`;
};

/** `310 of 532 (58.3%) from 08:58 to 09:00 UTC`. */
export const amountsText = ({ guardrail, at }: Notification, proof: Proof): string => {
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
export const shortCounts = ({ guardrail }: Notification, { bad, total }: Proof): string =>
  guardrail.kind === 'volume' ? countOf(total, 'event') : `${countText(bad)} of ${countText(total)}`;

/** How sure, in one sentence. */
export const surenessText = ({ guardrail }: Notification, proof: Proof): string => {
  if (proof.probability === 1 && proof.alpha === 1) return 'Plain comparison: no evidence was asked for.';
  const swings = proof.phi > 1.005 ? ' (bursts and retries allowed for)' : '';
  return `Not by chance: if ${premise(guardrail.kind, proof)}, fewer than ${chanceText(proof.probability)} would show this${swings}.`;
};

const premise = (kind: Notification['guardrail']['kind'], { limit, limitText: text }: Proof): string => {
  switch (kind) {
    case 'rate':
      return `the rate were ${percentText(limit)}`;
    case 'latency':
      return `only ${percentText(limit)} were slow`;
    case 'volume':
      return `the pace were ${plain(text)}`;
  }
};

/** Whether the window ended before the newest one that could have spoken: a volume is judged without its last minute. */
export const isOld = ({ guardrail, at }: Notification, { to }: Proof): boolean =>
  to < minuteOf(at) - (guardrail.kind === 'volume' ? 1 : 0);
