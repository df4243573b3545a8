import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../../shared/core/evidence/verdict.ts';
import type { Severity } from '../../../shared/core/guardrail/guardrail.ts';
import { hold } from '../../../shared/core/incident/hold.ts';
import type { Member } from '../../../shared/core/incident/member.ts';
import { addMinutes, minutes } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { aProof } from '../../support/proofs.ts';

interface Rule {
  readonly for: number;
  readonly keepFiringFor: number;
}

/** One letter a minute: c and w, a level is broken (C: both); `.`: clean; `-`: no events; space: no tick came. */
const comparisonOf = (letter: string, rule: Rule): Comparison => {
  const broken: Record<string, readonly Severity[]> = { c: ['critical'], w: ['warning'], C: ['critical', 'warning'] };
  return {
    kind: 'compared',
    broken: (broken[letter] ?? []).map((severity) => ({ severity, proof: aProof() })),
    ...(letter === '-' ? undefined : { proof: aProof({ bad: 0 }) }),
    for: minutes(rule.for),
    keepFiringFor: minutes(rule.keepFiringFor),
  };
};

/** The state after each minute: C and W for firing, p for pending, `.` for nothing. */
const states = (rule: Rule, letters: string): string => {
  let member: Member | undefined;
  return Array.from(letters)
    .map((letter, minute) => {
      if (letter === ' ') return ' ';
      const now = addMinutes(THIS_MINUTE, minute);
      ({ member } = hold(member, { now, verdict: comparisonOf(letter, rule) }));
      if (member?.status === 'firing') return member.severity === 'critical' ? 'C' : 'W';
      return member?.status === 'pending' ? 'p' : '.';
    })
    .join('');
};

/** What `Eval` of prometheus/rules/alerting.go makes of the same, each letter an evaluation a minute apart. */
describe('a plain comparison is held as Prometheus holds an alert', () => {
  it.each<[sentence: string, rule: Rule, letters: string, states: string]>([
    ['without `for` it fires at once and ends at once', { for: 0, keepFiringFor: 0 }, '.cc.c.', '.CC.C.'],
    [
      '`for: 3m` fires at the fourth look, three minutes after the first',
      { for: 3, keepFiringFor: 0 },
      'cccccc.',
      'pppCCC.',
    ],
    [
      'one clean look ends what is pending, and the time starts anew',
      { for: 2, keepFiringFor: 0 },
      'cc.cccc',
      'pp.ppCC',
    ],
    ['no events are a clean look', { for: 0, keepFiringFor: 0 }, 'cc--c', 'CC..C'],
    ['no events end what is pending', { for: 2, keepFiringFor: 0 }, 'cc-ccc', 'pp.ppC'],
    ['`keep_firing_for: 2m` counts from the first clean look', { for: 0, keepFiringFor: 2 }, 'c....', 'CCC..'],
    ['a broken look in between starts that anew', { for: 0, keepFiringFor: 2 }, 'c.c....', 'CCCCC..'],
    ['it does not keep what was never firing', { for: 2, keepFiringFor: 5 }, 'cc....', 'pp....'],
    ['what ended must wait for `for` again', { for: 1, keepFiringFor: 1 }, 'cc..cc', 'pCC.pC'],
    ['ticks that did not come count as time, not as looks', { for: 3, keepFiringFor: 0 }, 'c  c.', 'p  C.'],
    [
      'each level is an alert of its own: critical waits for its own time',
      { for: 2, keepFiringFor: 0 },
      'wwwCCCw',
      'ppWWWCW',
    ],
    [
      'while the worse level is kept firing, the milder one hides behind it',
      { for: 0, keepFiringFor: 2 },
      'Cwww---',
      'CCCWWW.',
    ],
  ])('%s', (_, rule, letters, expected) => {
    expect(states(rule, letters)).toBe(expected);
  });
});

it('an incident of a plain comparison begins with its window and keeps its peak', () => {
  const rule = { for: 0, keepFiringFor: 5 };
  const first = hold(undefined, { now: THIS_MINUTE, verdict: comparisonOf('c', rule) }).member;
  const kept = hold(first, { now: addMinutes(THIS_MINUTE, 1), verdict: comparisonOf('.', rule) }).member;
  expect(kept).toMatchObject({ status: 'firing', since: aProof().from, peak: aProof() });
});
