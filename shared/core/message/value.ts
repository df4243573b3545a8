import type { Proof } from '../evidence/verdict.ts';
import { isEnd, type MemberFact, type Notification } from '../incident/notification.ts';
import { burningOf, factorText } from './budget.ts';
import { latencyText, percentText } from './format.ts';
import { monthLimit, monthText, monthVerb } from './month.ts';
import { percentileName, slownessText, statedLimit } from './normal.ts';
import { paceText } from './pace.ts';

type Fact = Pick<MemberFact, 'proof' | 'percentileMs'>;

/**
 * The value that the limit is about: a rate, a pace, how fast a budget burns, where a month will end, or the percentile
 * of a latency where there is one, else the share of slow events. `brief` leaves out what the lines below say too.
 */
export const valueText = ({ guardrail }: Notification, { proof, percentileMs }: Fact, brief = false): string => {
  if (proof.month !== undefined) return monthText(proof, proof.month, brief);
  const burning = burningOf(proof);
  if (burning !== undefined) return `burn rate ${factorText(burning.factor)}`;
  switch (guardrail.kind) {
    case 'monthly':
    case 'rate':
      return proof.value === undefined ? percentText(proof.rate) : `${percentText(proof.rate)} of value`;
    case 'latency':
      return percentileMs === undefined
        ? `${percentText(proof.rate)} too slow`
        : `${percentileName(guardrail)}${latencyText(percentileMs)}`;
    case 'volume':
      return paceText(proof);
  }
};

/** What a group that is broken does, as it is said after its name. */
export const deedText = (notification: Notification, fact: Fact, brief = false): string => {
  const { month } = fact.proof;
  const burning = burningOf(fact.proof);
  const value = valueText(notification, fact, brief);
  if (month !== undefined) return `${monthVerb(fact.proof, month)} ${value}`;
  return burning === undefined ? value : `burns its error budget ${factorText(burning.factor)} too fast`;
};

/** The furthest that it went. Of a latency only the share of slow events is remembered. */
export const peakText = (notification: Notification, brief = false): string => {
  const { guardrail, peak } = notification;
  const value =
    guardrail.kind === 'latency'
      ? `${percentText(peak.proof.rate)} over ${slownessText(peak.proof)}`
      : valueText(notification, peak, brief);
  return `${isAbove(peak.proof) ? 'peak' : 'lowest'} ${value}`;
};

/** On which side of its limit the value of a breach lies. A month counts as beyond it before its count so far is. */
const isAbove = ({ rate, limit, month }: Proof): boolean => month !== undefined || rate >= limit;

/** Whether the rule is broken above its limit, as its newest proof of a breach tells. */
export const breaksAbove = ({ reason, members, peak }: Notification): boolean =>
  isAbove((isEnd(reason) ? undefined : members[0]?.proof) ?? peak.proof);

/** `15%`; `at least 90%` where less is worse, since `82%, limit 90%` reads as well within it. */
export const limitText = (notification: Notification, proof: Proof, brief = false): string => {
  if (proof.month !== undefined) return monthLimit(proof, proof.month, brief);
  const burning = burningOf(proof);
  if (burning !== undefined) return factorText(burning.limit);
  const stated = statedLimit(notification, proof);
  if (!breaksAbove(notification)) return `at least ${stated}`;
  return notification.guardrail.kind === 'volume' ? `at most ${stated}` : stated;
};
