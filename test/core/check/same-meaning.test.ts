import { describe, expect, it } from 'vitest';
import { aFile, linesOf } from './checking.ts';

const rule = (id: string, keys: string): string => `{ id: ${id}, kind: rate, bad: { fraud: true }, ${keys} }`;
const check = (...guardrails: readonly string[]): readonly string[] =>
  linesOf(aFile(guardrails)).map((line) => line.replace(/^g\.yaml:(\d+):\d+: /, '$1: '));

describe('two guardrails with one meaning are refused, and both are named', () => {
  const twin =
    'expected a meaning of its own, got that of a: whatever breaks would open two incidents; take one of them out';
  it.each([
    ['word for word', 'critical: { above: 3% }', 'critical: { above: 3% }'],
    [
      'under other names',
      'name: A, owner: x, critical: { above: 3% }',
      'name: B, remind: { critical: 8h }, critical: { above: 3% }',
    ],
    ['with the limit in other words', 'critical: { above: 3% }', 'critical: { above: 3.0 % }'],
    [
      'with the lists in another order',
      'by: [bank, method], critical: { above: 3% }',
      'by: [method, bank], critical: { above: 3% }',
    ],
    [
      'with another volume that is expected',
      'expects: 50/min, critical: { above: 3% }',
      'expects: 60/min, critical: { above: 3% }',
    ],
  ])('%s', (_, one, other) => {
    expect(check(rule('a', one), rule('b', other))).toEqual([`3: guardrails[1].id: ${twin}`]);
  });

  it('and each of three, against the first', () => {
    const same = 'critical: { above: 3% }';
    expect(check(rule('a', same), rule('b', same), rule('c', same))).toEqual([
      `3: guardrails[1].id: ${twin}`,
      `4: guardrails[2].id: ${twin}`,
    ]);
  });
});

describe('a guardrail is asked about of which another says all', () => {
  const nothingNew = (id: string): string =>
    `warning: guardrails[1].id: expected something that ${id} does not say, got the same counts with limits that are no stricter; take it out, or make one guardrail of both, with a warning and a critical limit`;
  it.each([
    ['with a limit further out', 'critical: { above: 3% }', 'critical: { above: 4% }'],
    ['with the same limit, for fewer groups', 'by: [bank], critical: { above: 3% }', 'critical: { above: 3% }'],
    ['with the same limit, less severe', 'critical: { above: 3% }', 'warning: { above: 3% }'],
    ['with fewer levels', 'warning: { above: 1% }, critical: { above: 3% }', 'critical: { above: 3% }'],
    ['from below', 'critical: { below: 80% }', 'critical: { below: 70% }'],
  ])('%s', (_, one, other) => {
    expect(check(rule('a', one), rule('b', other))).toEqual([`3: ${nothingNew('a')}`]);
  });

  it('of a latency, for which slower is less', () => {
    const latency = (id: string, limit: string): string =>
      `{ id: ${id}, kind: latency, percentile: 95, critical: { above: ${limit} } }`;
    expect(check(latency('a', '800ms'), latency('b', '1s'))).toEqual([`3: ${nothingNew('a')}`]);
  });

  it.each([
    ['a stricter limit in what is less severe', 'critical: { above: 3% }', 'warning: { above: 1% }'],
    ['groups of its own', 'by: [bank], critical: { above: 3% }', 'by: [method], critical: { above: 5% }'],
    ['the other side', 'critical: { above: 30% }', 'critical: { below: 20% }'],
    ['less evidence', 'critical: { above: 3% }', 'evidence: { breach: 0.001 }, critical: { above: 4% }'],
    ['other events', 'critical: { above: 3% }', 'of: { method: card }, critical: { above: 4% }'],
    ['what is normal', 'critical: { above: 3% }', 'baseline: {}, critical: { above: 2x baseline }'],
    ['an objective', 'critical: { above: 3% }', 'objective: 99.9%'],
  ])('but not one with %s', (_, one, other) => {
    expect(check(rule('a', one), rule('b', other))).toEqual([]);
  });
});
