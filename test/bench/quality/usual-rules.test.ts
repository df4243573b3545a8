import { describe, expect, it } from 'vitest';
import { independent } from '../../../bench/quality/cells.ts';
import { countsOf } from '../../../bench/quality/counts.ts';
import type { Rule } from '../../../bench/quality/rule.ts';
import { drawCounts } from '../../../bench/quality/traffic.ts';
import { datapoints, rateFor, rateOfAtLeast, wilson } from '../../../bench/quality/usual-rules.ts';
import { aGuardrail } from '../../support/builders.ts';
import { simulate } from '../../support/simulate.ts';

/** The ticks at which it turns: `+3` begins to fire, `-5` ends. */
const turnsOf = (rule: Rule, minutes: readonly (readonly [bad: number, total: number])[]): string => {
  const counts = countsOf(
    Float64Array.from(minutes, ([bad]) => bad),
    Float64Array.from(minutes, ([, total]) => total),
  );
  return [...rule(counts)].map(({ at, firing }) => `${firing ? '+' : '-'}${at}`).join(' ');
};

const bad = [1, 10] as const;
const good = [0, 10] as const;
const none = [0, 0] as const;
const onLimit = [5, 100] as const;

describe('datapoints', () => {
  const cases = new Map<string, [Rule, Parameters<typeof turnsOf>[1], string]>([
    ['three in a row fire, the first good one ends it', [datapoints(3, 3), [bad, bad, bad, bad, good], '+3 -5']],
    ['three with a good one between are not in a row', [datapoints(3, 3), [bad, bad, good, bad, bad], '']],
    ['three of five may lie apart', [datapoints(3, 5), [bad, good, bad, good, bad, good, good], '+5 -6']],
    ['on the limit is not above it', [datapoints(3, 3), [onLimit, onLimit, onLimit], '']],
    ['a minute without events is passed over', [datapoints(3, 3), [bad, none, bad, none, bad, none, none], '+5']],
  ]);
  it.each([...cases])('%s', (_, [rule, minutes, turns]) => {
    expect(turnsOf(rule, minutes)).toBe(turns);
  });
});

it('the rate over five minutes, for two, is what the core makes of a rule as Prometheus has it', () => {
  const guardrail = aGuardrail({ evidence: 'none', window: '5m', for: '2m' });
  const minutes = 1_500;
  const counts = drawCounts({ data: independent, perMinute: 8, minutes, rateAt: () => 0.04 }, 2);
  const { said } = simulate(guardrail, minutes, (minute) => [counts.bad[minute] ?? 0, counts.total[minute] ?? 0]);
  const opened = said.filter(({ reason }) => reason === 'opened' || reason === 'reopened').map(({ at }) => at);
  const fires = [...rateFor(5, 2)(counts)].filter(({ firing }) => firing).map(({ at }) => at);
  expect(opened.length).toBeGreaterThan(20);
  // An incident that flaps is not told each time.
  expect(opened.filter((at) => !fires.includes(at))).toEqual([]);
  expect(fires[0]).toBe(opened[0]);
});

it('the rate of at least fifty events waits for the fiftieth', () => {
  expect(turnsOf(rateOfAtLeast(5, 50), [bad, bad, bad, bad, bad, none])).toBe('+5 -6');
});

it("Wilson's interval fires once its lower end is above the limit", () => {
  // 11 of 100: 0.0625 to 0.186 at z = 1.96; 10 of 100: 0.0552 to 0.174; 9 of 100: 0.0481 to 0.162.
  const rule = wilson(10, 1.96);
  expect(turnsOf(rule, [[9, 100]])).toBe('');
  expect(turnsOf(rule, [[10, 100]])).toBe('+1');
  // 0.0715 to 0.591.
  expect(turnsOf(rule, [[2, 8]])).toBe('+1');
  expect(turnsOf(rule, [[10, 100], ...Array.from({ length: 9 }, () => none), none])).toBe('+1 -11');
});
