import { describe, expect, it } from 'vitest';
import type { Proof } from '../../../shared/core/evidence/verdict.ts';
import { GROUPS_REMEMBERED, HIDDEN_REMEMBERED, type Incident } from '../../../shared/core/incident/incident.ts';
import type { Notification } from '../../../shared/core/incident/notification.ts';
import { decodeState, encodeState, isSameState } from '../../../shared/core/incident/state.ts';
import { limits } from '../../../shared/core/limits.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { aLevelled, decisive, icbc, lastOf, run, said, times } from '../../support/incidents.ts';
import { aBreach, aClear, aProof } from '../../support/proofs.ts';

describe('the state', () => {
  it('survives its codec', () => {
    for (const { state } of run([{ [icbc]: decisive('warning') }, ...times(11, { [icbc]: aClear })])) {
      expect(decodeState(state.guardrail, encodeState(state))).toEqual(state);
    }
  });

  it('of a newer version is refused, not overwritten', () => {
    expect(() => decodeState('x', JSON.stringify({ v: 3, members: [], outbox: [] }))).toThrow(
      'expected version 2 or older, got 3; deploy the newer release again',
    );
  });

  it('says the same when only the tick differs', () => {
    const [first, second] = run([{ [icbc]: aClear }, { [icbc]: aClear }]);
    expect(first && second && isSameState(first.state, second.state)).toBe(true);
  });

  it('at its largest fits into an item', () => {
    const value = '微'.repeat(42);
    const groups = Object.fromEntries(
      Array.from({ length: 700 }, (_, index) => [`bank=${value}${'b'.repeat(50)}${index}`, decisive('warning')]),
    );
    const { state, notification } = lastOf(run([groups, ...times(8, groups)].slice(0, 1), { keepOutbox: true }));
    expect(state.members.size).toBe(limits.membersPerState);
    expect(state.incident?.groups).toHaveLength(GROUPS_REMEMBERED);
    if (notification === undefined || state.incident === undefined) throw new Error('nothing was said');
    const impact = {
      from: THIS_MINUTE,
      to: THIS_MINUTE,
      bad: 1e9,
      total: 1e9,
      beyondLimit: 1e9,
      amounts: times(20, { currency: 'CNY', amount: 1e12 }),
      atLeast: true,
    };
    const culprit = {
      values: [`bank=${value}`, `merchant=${value}`],
      bad: 1e6,
      total: 1e6,
      excess: 1e6,
      score: 123.456,
    };
    const hidden = times(HIDDEN_REMEMBERED, { reason: 'de-escalated', severity: 'warning', at: THIS_MINUTE } as const);
    const silence = { id: 'x'.repeat(40), by: value, why: value.repeat(12), until: THIS_MINUTE };
    const largest: Notification = {
      ...notification,
      guardrail: { ...notification.guardrail, description: value.repeat(12), runbook: `https://x/${'r'.repeat(490)}` },
      who: { kind: 'tied', culprits: [culprit, culprit, culprit], bad: 1, total: 1, excess: 1 },
      impact,
      examples: times(3, 'i'.repeat(128)),
      hidden,
      silence,
      spreadTo: notification.members.map(({ group }) => group),
    };
    const full = {
      ...state,
      incident: { ...state.incident, hidden, silencedBy: silence, reopenings: times(10, THIS_MINUTE) },
      outbox: times(limits.unsentPerState, largest),
    };
    expect(Buffer.byteLength(encodeState(full))).toBeLessThan(limits.itemBytes * 0.9);
  });
});

/** As release 0.1.0 wrote it. */
const version1 = (incident: Partial<Incident>, proof: Proof): string =>
  JSON.stringify({
    v: 1,
    tick: (THIS_MINUTE - 1) * 60_000,
    members: [[icbc, { status: 'firing', severity: 'warning', since: THIS_MINUTE - 20, peak: proof }]],
    incident: {
      id: 'payment-failures-20260302T0840Z',
      status: 'open',
      severity: 'warning',
      since: THIS_MINUTE - 20,
      openedAt: THIS_MINUTE - 20,
      peak: { group: icbc, proof },
      sequence: 1,
      ...incident,
    },
    outbox: [],
  });

describe('a state of version 1', () => {
  it('goes on: what was told is not told again, and what gets worse is', () => {
    const from = decodeState('payment-failures', version1({}, aProof()));
    const steps = run([...times(3, { [icbc]: aBreach('warning') }), { [icbc]: aBreach('critical') }], { from });
    expect(said(steps)).toEqual(['3 escalated critical']);
    expect(steps[3]?.notification).toMatchObject({ incident: 'payment-failures-20260302T0840Z', sequence: 2 });
  });

  it('that was resolved is reopened under its id', () => {
    const text = version1({ status: 'resolved', resolvedAt: THIS_MINUTE }, aProof());
    const from = { ...decodeState('payment-failures', text), members: new Map() };
    const [step] = run([{ [icbc]: decisive('critical') }], { from, start: 9, guardrail: aLevelled() });
    expect(step?.notification).toMatchObject({ reason: 'reopened', incident: 'payment-failures-20260302T0840Z' });
  });
});
