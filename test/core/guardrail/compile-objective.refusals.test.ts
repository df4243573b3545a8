import { describe, expect, it } from 'vitest';
import { loadGuardrails } from '../../../shared/core/guardrail/load.ts';

/** The problems of one rule, without its place in the file. */
const problemsOf = (overrides: Record<string, unknown>): readonly string[] => {
  const raw = { id: 'slo', kind: 'rate', bad: { outcome: ['failed'] }, objective: '99.9%', ...overrides };
  const loaded = loadGuardrails(JSON.stringify({ guardrails: [raw] }), 'g.yaml');
  return loaded.ok ? [] : loaded.problems.map((problem) => problem.replace(/^g\.yaml:\d+:\d+: guardrails\[0\]\.?/, ''));
};

const critical = (...rates: unknown[]) => ({ burn: { critical: rates } });
const pair = (factor: number, long: string, short: string) => ({ factor, long, short });

describe('an objective is refused with', () => {
  const none = 'expected none beside objective:';
  const cases: readonly [sentence: string, overrides: Record<string, unknown>, problem: string][] = [
    [
      'a level of its own',
      { critical: { above: '5%' } },
      `critical: ${none} its levels follow from its error budget; burn: says others`,
    ],
    [
      'a milder level of its own',
      { warning: { above: '5%' } },
      `warning: ${none} its levels follow from its error budget; burn: says others`,
    ],
    ['a recovery', { recover: '0.1%' }, `recover: ${none} it is clear once no more than its budget is spent`],
    ['a baseline', { baseline: { weeks: 4 } }, `baseline: ${none} what it promises is the limit`],
    ['a currency', { currency: 'CNY' }, `currency: ${none} its error budget is counted in events`],
    ['a window', { window: '5m' }, `window: ${none} it is judged over the windows of its burn rates`],
    ['a duration', { for: '5m' }, `for: ${none} it is judged over the windows of its burn rates`],
    ['a hold', { keepFiringFor: '5m' }, `keepFiringFor: ${none} it is judged over the windows of its burn rates`],
    ['a minimum of events', { minEvents: 50 }, `minEvents: ${none} what is proven needs none`],
    [
      'a plain comparison',
      { evidence: 'none' },
      'evidence: expected breach and clear, or nothing, beside objective, got none: a burn rate is proven',
    ],
    [
      'a field to count by that is no payment',
      { countBy: 'outcome' },
      'countBy: expected an attribute that names the payment, got the field outcome',
    ],
    [
      'an outcome that is misspelt',
      { bad: { outcome: ['faild'] } },
      'bad.outcome: expected one of succeeded, failed, declined, timeout, cancelled, pending, got "faild"; did you mean failed?',
    ],
    ['a promise that is no share', { objective: '99.9' }, 'objective: expected a percentage such as 99.9%, got "99.9"'],
    [
      'a promise of next to everything',
      { objective: '99.99999%' },
      'objective: expected at most 99.9999%, got 99.99999%',
    ],
    [
      'a promise whose budget cannot burn so fast',
      { objective: '90%' },
      'objective: expected more than 93.06%, or burn: with factors below 10, got 90%: a burn rate of 14.4 can never be reached where all events failing burns 10 times the budget',
    ],
    [
      'that of a longer period, whose rates are higher',
      { objective: '97%', period: '90d' },
      'objective: expected more than 97.69%, or burn: with factors below 33.33, got 97%: a burn rate of 43.2 can never be reached where all events failing burns 33.33 times the budget',
    ],
    ['a period of hours', { period: '36h' }, 'period: expected whole days from 7d to 90d, such as 30d, got "36h"'],
    ['a short period', { period: '6d' }, 'period: expected whole days from 7d to 90d, such as 30d, got "6d"'],
    ['no burn rates', { burn: {} }, 'burn: expected critical, warning or both, got neither'],
    ['an empty list of them', critical(), 'burn.critical: expected at least one burn rate'],
    [
      'a burn rate that its budget cannot have',
      { objective: '90%', ...critical(pair(10, '1h', '5m')) },
      'burn.critical[0].factor: expected a factor below 10, or an objective of more than 90%, got 10: with 90% all events failing burns 10 times the budget',
    ],
    [
      'a burn rate that the promise allows',
      critical(pair(0.5, '1h', '5m')),
      'burn.critical[0].factor: expected at least 1, got 0.5: at 1 the budget lasts as long as it must',
    ],
    [
      'windows that are as long as each other',
      critical(pair(10, '60m', '1h')),
      'burn.critical[0].short: expected a shorter window than long (60m), got 1h',
    ],
    [
      'a long window of an hour and a half',
      critical(pair(10, '90m', '5m')),
      'burn.critical[0].long: expected whole hours where it is longer than 1h, got 90m',
    ],
    [
      'a short one of an hour and a half',
      critical(pair(10, '24h', '90m')),
      'burn.critical[0].short: expected whole hours where it is longer than 1h, got 90m',
    ],
    [
      'a window of more than a week',
      critical(pair(10, '8d', '1h')),
      'burn.critical[0].long: expected whole minutes from 5m to 7d, such as 1h, got "8d"',
    ],
    [
      'a higher factor over a longer window',
      critical(pair(10, '1h', '5m'), pair(12, '6h', '30m')),
      'burn.critical[1].factor: expected less than over the shorter window of 1h (10), got 12: that one breaks first',
    ],
    [
      'the same factor over a longer window',
      critical(pair(10, '6h', '30m'), pair(10, '1h', '5m')),
      'burn.critical[0].factor: expected less than over the shorter window of 1h (10), got 10: that one breaks first',
    ],
    [
      'a long window twice',
      critical(pair(10, '1h', '5m'), pair(8, '60m', '5m')),
      'burn.critical[1].long: expected each long window once, got 60m again',
    ],
    [
      'a critical factor that is no higher than that of a warning',
      { burn: { critical: [pair(14.4, '1h', '5m'), pair(3, '6h', '30m')], warning: [pair(3, '24h', '2h')] } },
      'burn.critical[1].factor: expected a factor above those of warning (3), got 3',
    ],
  ];
  it.each(cases)('%s', (_, overrides, problem) => {
    expect(problemsOf(overrides)).toEqual([problem]);
  });

  it('a weight, of value and in its currency', () => {
    expect(problemsOf({ weight: 'amount', currency: 'CNY' })).toEqual([
      'weight: expected none beside objective: its error budget is counted in events',
      'currency: expected none beside objective: its error budget is counted in events',
    ]);
  });

  it('everything that is wrong at once', () => {
    expect(problemsOf({ critical: { above: '5%' }, evidence: 'none', objective: '50%' })).toHaveLength(3);
  });
});

describe('without an objective a rate is refused with', () => {
  it.each([
    ['period', '30d'],
    ['burn', { critical: [pair(10, '1h', '5m')] }],
  ])('%s', (key, value) => {
    expect(problemsOf({ objective: undefined, critical: { above: '5%' }, [key]: value })).toEqual([
      `${key}: expected an objective beside it, such as objective: 99.9%, got none`,
    ]);
  });
});

describe('an objective is taken with', () => {
  it.each([
    ['the promise that its refusal names', { objective: '93.06%' }],
    ['the same for a longer period', { objective: '97.69%', period: '90d' }],
    ['factors below what its budget can burn', { objective: '90%', ...critical(pair(9.9, '1h', '5m')) }],
    ['a promise of a millionth', { objective: '99.9999%' }],
    ['a window of minutes', critical(pair(10, '30m', '5m'))],
  ])('%s', (_, overrides) => {
    expect(problemsOf(overrides)).toEqual([]);
  });
});
