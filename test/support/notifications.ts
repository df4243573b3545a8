import type { Culprit, Explanation, Impact } from '../../shared/core/explain/explanation.ts';
import type { MemberFact, Notification } from '../../shared/core/incident/notification.ts';
import { addMinutes, ratio } from '../../shared/core/units.ts';
import { NOW, THIS_MINUTE } from './builders.ts';
import { aProof } from './proofs.ts';

export const aMember = (overrides: Partial<MemberFact> = {}): MemberFact => ({
  group: 'bank=icbc',
  severity: 'critical',
  proof: aProof({ bad: 310, total: 532, limit: 0.15, limitText: '15%', phi: 1.53, probability: 3e-44 }),
  ...overrides,
});

export const aNotification = (overrides: Partial<Notification> = {}): Notification => ({
  incident: 'payment-failures-20260302T0900Z',
  sequence: 1,
  reason: 'opened',
  severity: 'critical',
  at: NOW,
  guardrail: {
    id: 'payment-failures',
    name: 'Payment failures',
    kind: 'rate',
    description: 'Payments that the system failed, not those that a bank declined or a payer gave up.',
    owner: 'payments-oncall',
    runbook: 'https://runbooks.example.com/payment-failures',
  },
  since: addMinutes(THIS_MINUTE, -2),
  openedAt: THIS_MINUTE,
  peak: { group: 'bank=icbc', proof: aMember().proof },
  members: [aMember()],
  moreMembers: 0,
  hidden: [],
  merged: 0,
  ...overrides,
});

export const aLatencyNotification = (overrides: Partial<Notification> = {}): Notification => {
  const proof = aProof({ bad: 212, total: 1_020, limit: 0.05, limitText: '800ms', phi: 1, probability: 2e-61 });
  return aNotification({
    incident: 'payment-latency-20260302T0900Z',
    guardrail: { id: 'payment-latency', name: 'Payment latency', kind: 'latency', percentile: ratio(0.95) },
    members: [aMember({ group: 'method=card', severity: 'warning', proof, percentileMs: 1_840 })],
    peak: { group: 'method=card', proof },
    severity: 'warning',
    ...overrides,
  });
};

/** `bank=icbc` with QR codes: 412 of the 430 bad events beyond normal. */
export const aCulprit = (overrides: Partial<Culprit> = {}): Culprit => ({
  values: ['bank=icbc', 'method=qr'],
  bad: 412,
  total: 675,
  excess: 412 - 675 * 0.04,
  score: 640.2,
  ...overrides,
});

type Named = Extract<Explanation, { kind: 'named' }>;

export const aWho = (overrides: Partial<Named> = {}): Named => ({
  kind: 'named',
  culprits: [aCulprit({ excess: 412 })],
  bad: 777,
  total: 9_795,
  excess: 430,
  normal: 0.035,
  ...overrides,
});

export const anImpact = (overrides: Partial<Impact> = {}): Impact => ({
  from: addMinutes(THIS_MINUTE, -12),
  to: THIS_MINUTE,
  bad: 1_204,
  total: 9_795,
  beyondLimit: 714,
  beyondNormal: 861,
  amounts: [
    { currency: 'CNY', amount: 12_345_600 },
    { currency: 'JPY', amount: 98_000 },
  ],
  merchants: 31,
  atLeast: false,
  ...overrides,
});

/** Twelve events in ten minutes where twenty a minute are asked for. */
export const aVolumeNotification = (overrides: Partial<Notification> = {}): Notification => {
  const proof = aProof({
    from: addMinutes(THIS_MINUTE, -11),
    to: addMinutes(THIS_MINUTE, -1),
    bad: 0,
    total: 12,
    rate: 1.2,
    limit: 20,
    limitText: '20/min',
    phi: 3,
    probability: 4e-16,
  });
  return aNotification({
    incident: 'payment-volume-20260302T0900Z',
    guardrail: { id: 'payment-volume', name: 'Payments arriving', kind: 'volume' },
    since: proof.from,
    members: [aMember({ group: 'bank=icbc', proof })],
    peak: { group: 'bank=icbc', proof },
    ...overrides,
  });
};

/** Fraud by amount: 12.6 % of the value, 4.5 % of the payments. */
export const aWeightedNotification = (overrides: Partial<Notification> = {}): Notification => {
  const proof = aProof({
    bad: 14,
    total: 310,
    rate: 1_230_000 / 9_800_000,
    value: { bad: 1_230_000, total: 9_800_000, currency: 'CNY' },
    probability: 3e-7,
  });
  return aNotification({
    incident: 'fraud-value-20260302T0900Z',
    guardrail: { id: 'fraud-value', name: 'Fraud by value', kind: 'rate' },
    members: [aMember({ group: '', proof })],
    peak: { group: '', proof },
    ...overrides,
  });
};
