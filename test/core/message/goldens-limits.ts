import type { Proof } from '../../../shared/core/evidence/verdict.ts';
import type { Budget } from '../../../shared/core/explain/explanation.ts';
import { incidentId } from '../../../shared/core/incident/incident.ts';
import type { MemberFact, Notification } from '../../../shared/core/incident/notification.ts';
import { addMinutes, MINUTES_PER_DAY, ratio } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { aCulprit, aMember, anImpact, aNotification, aWho } from '../../support/notifications.ts';
import { aProof } from '../../support/proofs.ts';

const ago = (minutes: number) => addMinutes(THIS_MINUTE, -minutes);

/** One trouble of a guardrail: what broke, what it does after it was well again, and what else is told of it. */
export interface Trouble {
  readonly guardrail: Notification['guardrail'];
  readonly broken: MemberFact;
  readonly well: MemberFact;
  readonly facts?: Partial<Notification>;
  /** What is told of it when it is over. */
  readonly inTheEnd?: Partial<Notification>;
}

/** A volume is judged without its last minute. */
const lull = aProof({
  from: ago(11),
  to: ago(1),
  bad: 0,
  total: 120,
  rate: 12,
  limit: 122,
  limitText: '50% of baseline',
  normal: { rate: 244, limit: 122, weeks: 4 },
  phi: 3.4,
  probability: 4e-16,
});
const volume: Trouble = {
  guardrail: { id: 'payment-volume', name: 'Payment volume', kind: 'volume' },
  broken: aMember({ proof: lull }),
  well: aMember({ proof: { ...lull, from: ago(29), total: 6_664, rate: 238 } }),
  inTheEnd: {
    impact: anImpact({
      from: ago(44),
      to: ago(29),
      bad: 0,
      total: 640,
      beyondLimit: 1_190,
      amounts: [],
      merchants: 0,
    }),
  },
};

const twice = { normal: { rate: 0.016, limit: 0.032, weeks: 4 }, limit: 0.032, limitText: '2x baseline' };
const rate: Trouble = {
  guardrail: { id: 'payment-failures', name: 'Payment failures', kind: 'rate' },
  broken: aMember({ proof: aProof({ bad: 66, total: 1_082, probability: 3e-7, ...twice }) }),
  well: aMember({ proof: aProof({ from: ago(29), bad: 231, total: 15_140, ...twice }) }),
  facts: { who: aWho({ culprits: [aCulprit({ excess: 412 })] }) },
};

const slow = {
  normal: { rate: 620, limit: 1_240, weeks: 3 },
  limitText: '2x baseline',
  phi: 1,
};
const latency: Trouble = {
  guardrail: { id: 'payment-latency', name: 'Payment latency', kind: 'latency', percentile: ratio(0.95) },
  broken: aMember({ proof: aProof({ bad: 130, total: 500, ...slow }), percentileMs: 2_400 }),
  well: aMember({ proof: aProof({ from: ago(29), bad: 121, total: 7_020, ...slow }), percentileMs: 641 }),
};

const objective = { id: 'checkout', name: 'Checkout', kind: 'rate' } as const;
const keptBudget: Budget = {
  group: 'bank=icbc',
  from: ago(30 * MINUTES_PER_DAY),
  to: THIS_MINUTE,
  bad: 26_813,
  total: 70_560_000,
  left: 0.62,
  goneAt: ago(-1_236),
  objective: '99.9%',
  days: 30,
};
const { goneAt: _, ...lastingBudget } = keptBudget;
const wellAgain = aProof({
  from: ago(29),
  bad: 19,
  total: 47_300,
  limit: 0.001,
  limitText: '1x budget',
});
const burning: Trouble = {
  guardrail: objective,
  broken: aMember({
    proof: aProof({
      from: ago(60),
      bad: 2_130,
      total: 98_000,
      limit: 0.0144,
      limitText: '14.4x budget',
      burn: { factor: 21.73, limit: 14.4, short: { from: ago(5), to: THIS_MINUTE, bad: 310, total: 8_000 } },
    }),
  }),
  well: aMember({ proof: wellAgain }),
  facts: { budget: keptBudget },
  inTheEnd: { budget: { ...lastingBudget, left: 0.58 } },
};
const overspent: Budget = { ...lastingBudget, from: ago(10 * MINUTES_PER_DAY), left: -0.4 };
const overspending: Trouble = {
  guardrail: objective,
  broken: aMember({
    proof: aProof({
      from: ago(360),
      bad: 4_234,
      total: 588_000,
      limit: 0.006,
      limitText: '6x budget',
      burn: { factor: 7.2, limit: 6, short: { from: ago(30), to: THIS_MINUTE, bad: 352, total: 49_000 } },
    }),
  }),
  well: aMember({ proof: wellAgain }),
  facts: { budget: overspent },
  inTheEnd: { budget: overspent },
};

const troubles: readonly (readonly [string, Trouble])[] = [
  ['baseline-volume', volume],
  ['baseline-rate', rate],
  ['baseline-latency', latency],
  ['budget', burning],
  ['budget-overspent', overspending],
];

/** Times and other facts of each of the four messages. */
export type Life = Readonly<Record<'opened' | 'later' | 'over', Partial<Notification>>>;

/** The four messages that most troubles have. */
export const lifeOf = (name: string, trouble: Trouble, { opened, later, over }: Life): [string, Notification][] => {
  const { guardrail, broken, well, facts, inTheEnd } = trouble;
  const { group, proof } = broken;
  const message = (reason: Notification['reason'], overrides: Partial<Notification>): [string, Notification] => {
    const told = aNotification({
      reason,
      guardrail: { ...guardrail, owner: 'payments-oncall' },
      since: proof.from,
      members: [broken],
      peak: { group, proof },
      ...overrides,
    });
    return [`${reason}-${name}`, { ...told, incident: incidentId(guardrail.id, told.openedAt) }];
  };
  return [
    message('opened', { ...facts, ...opened }),
    message('escalated', { sequence: 2, ...facts, ...opened, ...later }),
    message('reminder', { sequence: 3, ...facts, ...opened, ...later }),
    message('resolved', { sequence: 4, ...inTheEnd, members: [well], ...over }),
  ];
};

/** The same window, before it was well again. */
const earlier = ({ from, to, burn, ...proof }: Proof): Proof => {
  const move = (minute: Proof['from']) => addMinutes(minute, -33);
  return {
    ...proof,
    from: move(from),
    to: move(to),
    ...(burn && { burn: { ...burn, short: { ...burn.short, from: move(burn.short.from), to: move(burn.short.to) } } }),
  };
};

const lifeTimes = ({ broken: { group, proof } }: Trouble): Life => {
  const peak = { group, proof: earlier(proof) };
  return {
    opened: {},
    later: { since: ago(362), openedAt: ago(240) },
    over: { since: peak.proof.from, openedAt: peak.proof.to, until: ago(29), peak },
  };
};

/** Baselines and error budgets. */
export const limitMessages = new Map(troubles.flatMap(([name, trouble]) => lifeOf(name, trouble, lifeTimes(trouble))));
