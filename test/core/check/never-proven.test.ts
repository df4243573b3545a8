import { describe, expect, it } from 'vitest';
import { aFile, linesOf } from './checking.ts';

const check = (keys: string): readonly string[] =>
  linesOf(aFile([`{ id: a, ${keys} }`]), 'never-proven').map((line) =>
    line.replace(/^g\.yaml:2:\d+: /, '').replace('guardrails[0].', ''),
  );
const rate = (limit: string, more = ''): string => `kind: rate, bad: { outcome: failed }, critical: ${limit}, ${more}`;
const volume = (limit: string, more = ''): string => `kind: volume, critical: ${limit}, ${more}`;

describe('a limit that could never be proven broken at what is expected is refused, with the least that would do', () => {
  it.each([
    [
      'a rate of almost all',
      rate('{ above: 99.5% }', 'expects: 50/h'),
      'expects: expected at least 1.3/min to prove critical above 99.5%, got 50/h: a total failure would never be told; judge more of the traffic together, or let evidence: ask for less',
    ],
    [
      'a rate of a group that hardly ever has an event',
      rate('{ above: 3% }', 'by: [merchant], expects: 1/d'),
      'expects: expected at least 3/d to prove critical above 3%, got 1/d: a total failure would never be told; judge larger groups, or let evidence: ask for less',
    ],
    [
      'value, of which five bad events are needed',
      'kind: rate, bad: { fraud: true }, weight: amount, currency: CNY, critical: { above: 1% }, expects: 3/d',
      'expects: expected at least 5/d to prove critical above 1%, got 3/d: a total failure would never be told; judge more of the traffic together, or let evidence: ask for less',
    ],
    [
      'a plain comparison that asks for more events than come',
      rate('{ above: 3% }', 'evidence: none, window: 5m, minEvents: 50, expects: 9/min'),
      'expects: expected at least 10/min to prove critical above 3%, got 9/min: a total failure would never be told; ask for fewer events with minEvents, or for a longer window',
    ],
  ])('%s', (_, keys, line) => {
    expect(check(keys)).toEqual([line]);
  });

  it('a volume so low that a silence of a day proves nothing: no volume would do', () => {
    expect(check(volume('{ below: 0.3/h }', 'expects: 20/h'))).toEqual([
      'expects: expected a limit that can be proven broken within a day, got critical below 0.3/h: a silence would never be told',
    ]);
  });

  it('one severity of two, though the other can be told', () => {
    const lines = check(rate('{ above: 99.5% }', 'warning: { above: 50% }, expects: 50/h'));
    expect(lines.map((line) => /prove (\w+ above \S+),/.exec(line)?.[1])).toEqual(['critical above 99.5%']);
  });

  it('not a burn rate that another of its severity makes up for', () => {
    expect(check('kind: rate, bad: { outcome: failed }, objective: 99.9%, expects: 3.5/h')).toEqual([
      'warning: expects: expected a volume at which a total failure is told within an hour, got 3.5/h: warning after 1 h 30 min',
      'warning: expects: expected at least 1.1/min to prove that 1x budget is kept, got 3.5/h: an incident would stay open when all is well again; judge more of the traffic together, or let evidence: ask for less',
    ]);
  });
});

describe('what is expected and breaks the limit is refused', () => {
  it.each([
    ['a volume below its limit', volume('{ below: 20/min }', 'expects: 5/min'), 'critical below 20/min', '5/min'],
    ['a volume above its limit', volume('{ above: 20/min }', 'expects: 40/min'), 'critical above 20/min', '40/min'],
    [
      'a plain comparison',
      volume('{ below: 20/min }', 'evidence: none, window: 5m, expects: 5/min'),
      'critical below 20/min',
      '5/min',
    ],
  ])('%s', (_, keys, limit, got) => {
    expect(check(keys)).toEqual([
      `expects: expected a volume that keeps ${limit}, got ${got}: what is expected would be told as broken, always`,
    ]);
  });
});

describe('what takes longer than an hour is asked about, with how long it takes', () => {
  it.each([
    [
      'a total failure',
      rate('{ above: 15% }', 'expects: 1/h'),
      'a total failure is told within an hour, got 1/h: critical after 7 h 8 min',
    ],
    [
      'a total failure, for each severity',
      rate('{ above: 90% }', 'warning: { above: 15% }, expects: 5/h'),
      'a total failure is told within an hour, got 5/h: critical after 24 h 1 min, warning after 1 h 1 min',
    ],
    [
      'every answer too slow',
      'kind: latency, percentile: 95, critical: { above: 2s }, expects: 2/h',
      'a total failure (every answer too slow) is told within an hour, got 2/h: critical after 2 h 2 min',
    ],
    [
      'a silence',
      volume('{ below: 5/h }', 'expects: 10/h'),
      'a silence is told within an hour, got 10/h: critical after 2 h 8 min',
    ],
  ])('%s', (_, keys, line) => {
    expect(check(keys)[0]).toBe(`warning: expects: expected a volume at which ${line}`);
  });

  it('not where it takes less', () => {
    expect(check(rate('{ above: 15% }', 'expects: 20/min'))).toEqual([]);
    expect(check(volume('{ below: 20/min }', 'expects: 40/min'))).toEqual([]);
    expect(check(volume('{ below: 50% of baseline }', 'baseline: {}, expects: 50/min'))).toEqual([]);
    expect(check(volume('{ below: 20/min }', 'evidence: none, window: 5m, for: 10m, expects: 40/min'))).toEqual([]);
  });

  it('a plain comparison waits as long as it says', () => {
    expect(check(rate('{ above: 3% }', 'evidence: none, window: 5m, for: 2h, expects: 9/min'))).toEqual([
      'warning: expects: expected a volume at which a total failure is told within an hour, got 9/min: critical after 2 h 1 min',
    ]);
  });
});

describe('an incident that would stay open when all is well again is asked about', () => {
  it.each([
    ['a low limit', rate('{ above: 0.1% }', 'expects: 20/h'), 'at least 3.3/min to prove that 0.1% is kept, got 20/h'],
    [
      'a recovery that asks for more',
      rate('{ above: 5% }', 'recover: 0.1%, expects: 20/h'),
      'at least 3.3/min to prove that 0.1% is kept, got 20/h',
    ],
    [
      'a volume near its limit',
      volume('{ below: 20/min }', 'expects: 22/min'),
      'at least 25/min to prove that 20/min is kept, got 22/min',
    ],
  ])('%s', (_, keys, expected) => {
    expect(check(keys).at(-1)).toBe(
      `warning: expects: expected ${expected}: an incident would stay open when all is well again; judge more of the traffic together, or let evidence: ask for less`,
    );
  });
});

it('what is normal nobody knows before the traffic, but for its volume', () => {
  const keys = 'kind: rate, bad: { outcome: failed }, baseline: {}, critical: { above: 2x baseline }, expects: 20/min';
  expect(check(keys)).toEqual([
    'warning: expects: expected none beside a baseline of a rate, got 20/min: what is normal there only the traffic itself can tell',
  ]);
});

it('a rule that does not say what it expects is not asked', () => {
  expect(check(rate('{ above: 0.0001% }'))).toEqual([]);
});
