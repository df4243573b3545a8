import { describe, expect, it } from 'vitest';
import type { Comparison, Recovery, Verdict } from '../../../shared/core/evidence/verdict.ts';
import type {
  FiringMember,
  Hold,
  Member,
  PendingMember,
  RecoveringMember,
  StaleMember,
} from '../../../shared/core/incident/member.ts';
import { transition } from '../../../shared/core/incident/transition.ts';
import type { Severity } from '../../../shared/core/guardrail/guardrail.ts';
import { addMinutes, minutes } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import {
  aBreach,
  aClear,
  anAbsent,
  anInconclusive,
  anUnprovenRecovery,
  aProof,
  aProvenRecovery,
} from '../../support/proofs.ts';

const ago = (count: number) => addMinutes(THIS_MINUTE, -count);
const pending: PendingMember = { status: 'pending', since: ago(1) };
const firing: FiringMember = { status: 'firing', severity: 'critical', since: ago(30), peak: aProof() };
const firingWarning: FiringMember = { ...firing, severity: 'warning' };
const recovering: RecoveringMember = {
  status: 'recovering',
  severity: 'critical',
  since: ago(60),
  peak: aProof(),
  horizon: ago(20),
  declaredAt: ago(10),
};
const stale: StaleMember = {
  status: 'stale',
  severity: 'critical',
  since: ago(60),
  peak: aProof(),
  staleSince: ago(30),
  horizon: ago(50),
};

const aHold = (): Hold => ({ severity: 'critical', activeAt: ago(1), firing: false });
const aComparison = (...broken: readonly Severity[]): Comparison => ({
  kind: 'compared',
  broken: broken.map((severity) => ({ severity, proof: aProof() })),
  proof: aProof(),
  for: minutes(5),
  keepFiringFor: minutes(3),
});

interface Case {
  readonly member?: Member;
  readonly verdict: Verdict;
  readonly recovery?: Recovery;
  /** The parts that matter. */
  readonly to: object | undefined;
  readonly reason: string;
}

/** Every pair of a state and a verdict, and where time or severity decides, both ways. */
const cases = new Map<string, Case>([
  [
    'ok, breach: a second look decides',
    { verdict: aBreach(), to: { status: 'pending', since: THIS_MINUTE }, reason: 'in breach once' },
  ],
  [
    'ok, overwhelming breach: fires at once',
    {
      verdict: aBreach('critical', { decisive: true }),
      to: { status: 'firing', severity: 'critical' },
      reason: 'overwhelming evidence at the first look',
    },
  ],
  ['ok, clear: nothing to remember', { verdict: aClear, to: undefined, reason: 'not in breach' }],
  ['ok, inconclusive: nothing to remember', { verdict: anInconclusive, to: undefined, reason: 'not in breach' }],
  ['ok, absent: nothing to remember', { verdict: anAbsent, to: undefined, reason: 'not in breach' }],
  [
    'ok after an incident keeps its horizon',
    {
      member: { status: 'ok', horizon: ago(30) },
      verdict: aClear,
      to: { status: 'ok', horizon: ago(30) },
      reason: 'not in breach',
    },
  ],
  [
    'ok forgets a horizon that no window reaches',
    { member: { status: 'ok', horizon: ago(25 * 60) }, verdict: aClear, to: undefined, reason: 'not in breach' },
  ],
  [
    'ok with a horizon, breach: the horizon holds',
    {
      member: { status: 'ok', horizon: ago(30) },
      verdict: aBreach(),
      to: { status: 'pending', horizon: ago(30) },
      reason: 'in breach once',
    },
  ],

  [
    'pending, breach: fires',
    {
      member: pending,
      verdict: aBreach('warning'),
      to: { status: 'firing', severity: 'warning', since: ago(2) },
      reason: 'in breach at two looks with no clear between',
    },
  ],
  [
    'pending, clear: over',
    { member: pending, verdict: aClear, to: undefined, reason: 'the first breach was not confirmed' },
  ],
  [
    'pending, inconclusive: goes on waiting',
    { member: pending, verdict: anInconclusive, to: pending, reason: 'waiting for a second look' },
  ],
  [
    'pending, absent: over',
    { member: pending, verdict: anAbsent, to: undefined, reason: 'no events left of the first breach' },
  ],
  [
    'pending with a horizon, clear: the horizon holds',
    {
      member: { ...pending, horizon: ago(9) },
      verdict: aClear,
      to: { status: 'ok', horizon: ago(9) },
      reason: 'the first breach was not confirmed',
    },
  ],

  ['firing, breach: goes on', { member: firing, verdict: aBreach(), to: firing, reason: 'still in breach' }],
  [
    'firing, worse numbers: a new peak',
    {
      member: firing,
      verdict: aBreach('critical', { proof: aProof({ bad: 90 }) }),
      to: { status: 'firing', peak: aProof({ bad: 90 }) },
      reason: 'still in breach',
    },
  ],
  [
    'firing warning, critical breach: escalates',
    {
      member: firingWarning,
      verdict: aBreach('critical'),
      to: { status: 'firing', severity: 'critical' },
      reason: 'escalated',
    },
  ],
  [
    'firing critical, warning breach, critical unproven: holds',
    { member: firing, verdict: aBreach('warning'), to: firing, reason: 'the worse level is neither broken nor clear' },
  ],
  [
    'firing critical, critical proven clear: milder from now on',
    {
      member: firing,
      verdict: aBreach('warning', { milder: true }),
      to: { status: 'firing', severity: 'critical', milderSince: THIS_MINUTE },
      reason: 'milder, not yet for long enough',
    },
  ],
  [
    'firing critical, milder for 9 minutes: not yet',
    {
      member: { ...firing, milderSince: ago(9) },
      verdict: aBreach('warning', { milder: true }),
      to: { severity: 'critical', milderSince: ago(9) },
      reason: 'milder, not yet for long enough',
    },
  ],
  [
    'firing critical, milder for 10 minutes: de-escalates',
    {
      member: { ...firing, milderSince: ago(10) },
      verdict: aBreach('warning', { milder: true }),
      to: { status: 'firing', severity: 'warning' },
      reason: 'de-escalated',
    },
  ],
  [
    'firing, clear: recovers from where the window began',
    {
      member: firing,
      verdict: aClear,
      to: { status: 'recovering', severity: 'critical', since: ago(30), horizon: ago(2), declaredAt: THIS_MINUTE },
      reason: 'clear: recovering',
    },
  ],
  [
    'firing, inconclusive: goes on',
    { member: firing, verdict: anInconclusive, to: firing, reason: 'neither broken nor clear is proven: still firing' },
  ],
  [
    'firing, absent: stale, not well',
    {
      member: { ...firing, horizon: ago(20) },
      verdict: anAbsent,
      to: { status: 'stale', severity: 'critical', since: ago(30), staleSince: THIS_MINUTE, horizon: ago(20) },
      reason: 'its events stopped while it was firing',
    },
  ],

  [
    'recovering, breach: fires again behind the horizon',
    {
      member: recovering,
      verdict: aBreach('warning'),
      to: { status: 'firing', severity: 'critical', since: ago(60), horizon: ago(20) },
      reason: 'in breach again while recovering',
    },
  ],
  [
    'recovering, clear and proven after 10 minutes: over, the horizon holds',
    {
      member: recovering,
      verdict: aClear,
      recovery: aProvenRecovery,
      to: { status: 'ok', horizon: ago(20) },
      reason: 'recovered',
    },
  ],
  [
    'recovering, clear and proven after 9 minutes: not yet',
    {
      member: { ...recovering, declaredAt: ago(9) },
      verdict: aClear,
      recovery: aProvenRecovery,
      to: { status: 'recovering' },
      reason: 'clear, not yet for long enough',
    },
  ],
  [
    'recovering, clear but not proven over all since then: not yet',
    { member: recovering, verdict: aClear, recovery: anUnprovenRecovery, to: recovering, reason: 'not yet proven' },
  ],
  [
    'recovering, inconclusive: goes on',
    {
      member: recovering,
      verdict: anInconclusive,
      recovery: aProvenRecovery,
      to: recovering,
      reason: 'not proven clear: still recovering',
    },
  ],
  [
    'recovering, absent: stale, though the recovery was as good as proven',
    {
      member: recovering,
      verdict: anAbsent,
      recovery: aProvenRecovery,
      to: { status: 'stale', severity: 'critical', since: ago(60), staleSince: THIS_MINUTE, horizon: ago(20) },
      reason: 'its events stopped while it was recovering',
    },
  ],

  [
    'stale, breach: fires again, worse if it is worse',
    {
      member: { ...stale, severity: 'warning' },
      verdict: aBreach('critical', { proof: aProof({ bad: 90 }) }),
      to: { status: 'firing', severity: 'critical', since: ago(60), horizon: ago(50), peak: aProof({ bad: 90 }) },
      reason: 'its events came back, in breach',
    },
  ],
  [
    'stale, clear: recovers from where the window began',
    {
      member: stale,
      verdict: aClear,
      to: { status: 'recovering', severity: 'critical', since: ago(60), horizon: ago(2), declaredAt: THIS_MINUTE },
      reason: 'its events came back, clear: recovering',
    },
  ],
  [
    'stale, inconclusive: fires as before',
    {
      member: stale,
      verdict: anInconclusive,
      to: { status: 'firing', severity: 'critical', since: ago(60), horizon: ago(50) },
      reason: 'its events came back, neither broken nor clear is proven',
    },
  ],
  [
    'stale, absent: goes on',
    { member: stale, verdict: anAbsent, to: stale, reason: 'no events prove nothing: still stale' },
  ],
  [
    'stale, absent for one minute less than a day: goes on',
    {
      member: { ...stale, staleSince: ago(24 * 60 - 1) },
      verdict: anAbsent,
      to: { status: 'stale' },
      reason: 'no events prove nothing: still stale',
    },
  ],
  [
    'stale, absent for a day: forgotten',
    {
      member: { ...stale, staleSince: ago(24 * 60) },
      verdict: anAbsent,
      to: { status: 'ok', horizon: ago(50) },
      reason: 'no events for a day',
    },
  ],

  [
    'ok, a plain comparison broken: waits for as long as it says',
    {
      verdict: aComparison('critical'),
      to: { status: 'pending', since: THIS_MINUTE },
      reason: 'broken, not yet for long enough',
    },
  ],
  [
    'ok, a plain comparison clean: nothing to remember',
    { verdict: aComparison(), to: undefined, reason: 'within its limits' },
  ],
  [
    'pending, a plain comparison clean: over',
    { member: { ...pending, held: [aHold()] }, verdict: aComparison(), to: undefined, reason: 'within its limits' },
  ],
  [
    'firing by proof, a plain comparison broken: goes on from there',
    {
      member: firing,
      verdict: aComparison('critical'),
      to: { status: 'firing', since: ago(30), held: [{ severity: 'critical', activeAt: ago(30), firing: true }] },
      reason: 'broken for long enough',
    },
  ],
  [
    'recovering by proof, a plain comparison clean: over once it was kept firing for long enough',
    {
      member: recovering,
      verdict: aComparison(),
      to: { status: 'firing', held: [{ severity: 'critical', firing: true, keptSince: THIS_MINUTE }] },
      reason: 'within its limits, kept firing for a while',
    },
  ],
  [
    'stale, a plain comparison broken: fires',
    { member: stale, verdict: aComparison('critical'), to: { status: 'firing' }, reason: 'broken for long enough' },
  ],
]);

describe('a member', () => {
  it('has a row for every state and every verdict', () => {
    const states = ['ok', 'pending', 'firing', 'recovering', 'stale'];
    const verdicts = ['breach', 'clear', 'inconclusive', 'absent', 'compared'];
    const covered = new Set(
      [...cases.values()].map(({ member, verdict }) => `${member?.status ?? 'ok'} ${verdict.kind}`),
    );
    expect([...covered].sort()).toEqual(states.flatMap((state) => verdicts.map((kind) => `${state} ${kind}`)).sort());
  });

  it.each([...cases])('%s', (_, { member, verdict, recovery, to, reason }) => {
    const after = transition(member, {
      now: THIS_MINUTE,
      verdict,
      ...(recovery === undefined ? undefined : { recovery }),
    });
    expect(after).toMatchObject({ member: to, reason });
  });

  it('forgets that it was milder when it is critical again', () => {
    const after = transition({ ...firing, milderSince: ago(5) }, { now: THIS_MINUTE, verdict: aBreach('critical') });
    expect(after.member).toEqual(firing);
  });
});
