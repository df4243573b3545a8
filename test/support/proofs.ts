import type { Proof, Recovery, Verdict } from '../../shared/core/evidence/verdict.ts';
import type { Severity } from '../../shared/core/guardrail/guardrail.ts';
import { addMinutes } from '../../shared/core/units.ts';
import { THIS_MINUTE } from './builders.ts';

export const aProof = (overrides: Partial<Proof> = {}): Proof => {
  const { bad, total } = { bad: 60, total: 100, ...overrides };
  return {
    from: addMinutes(THIS_MINUTE, -2),
    to: THIS_MINUTE,
    bad,
    total,
    rate: bad / total,
    limit: 0.05,
    limitText: '5%',
    phi: 1.2,
    probability: 1e-12,
    alpha: 1e-4,
    ...overrides,
  };
};

type Breach = Extract<Verdict, { kind: 'breach' }>;

export const aBreach = (severity: Severity = 'critical', overrides: Partial<Breach> = {}): Breach => ({
  kind: 'breach',
  severity,
  proof: aProof(),
  decisive: false,
  milder: false,
  ...overrides,
});

export const aClear: Verdict = { kind: 'clear', proof: aProof({ bad: 1, total: 1_000 }) };
export const anInconclusive: Verdict = { kind: 'inconclusive', reason: 'too little' };
export const anAbsent: Verdict = { kind: 'absent', reason: 'no events' };
export const aProvenRecovery: Recovery = { proven: true, proof: aProof({ bad: 3, total: 2_000 }) };
export const anUnprovenRecovery: Recovery = { proven: false, reason: 'not yet proven' };
