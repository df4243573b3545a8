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
