import { describe, expect, it } from 'vitest';
import type { RawCounted } from '../../../shared/core/guardrail/schema.ts';
import { loadGuardrails } from '../../../shared/core/guardrail/load.ts';

type Kind = RawCounted['kind'];

const own: Record<Kind, Record<string, unknown>> = {
  rate: { bad: { outcome: 'failed' } },
  latency: { percentile: 95 },
  volume: {},
};

/** What is wrong with a guardrail with these keys, without the place. */
const problemsOf = (kind: Kind, keys: Record<string, unknown>): readonly string[] => {
  const loaded = loadGuardrails(JSON.stringify({ guardrails: [{ id: 'a', kind, ...own[kind], ...keys }] }), 'g');
  return loaded.ok ? [] : loaded.problems.map((problem) => problem.replace(/^g:\d+:\d+: guardrails\[0\]\.?/, ''));
};

describe('counting something else than events is refused with', () => {
  it.each<[string, Kind, Record<string, unknown>, string]>([
    [
      'an attribute that can not be',
      'rate',
      { countBy: 'order id' },
      'countBy: expected the name of a field or attribute, got "order id"',
    ],
    ['a list', 'rate', { countBy: ['order'] }, 'countBy: expected the name of a field or attribute'],
    [
      'the id, of which every event has its own',
      'rate',
      { countBy: 'id' },
      'countBy: expected an attribute that names the payment, got the field id',
    ],
    [
      'the outcome, of which there are six',
      'volume',
      { countBy: 'outcome' },
      'countBy: expected an attribute that names the payment, got the field outcome',
    ],
    [
      'a weight beside',
      'rate',
      { countBy: 'order', weight: 'amount', currency: 'CNY' },
      'countBy: expected one of countBy and weight, got both',
    ],
    [
      'a weight that is no amount',
      'rate',
      { weight: 'latencyMs', currency: 'CNY' },
      'weight: expected amount, got "latencyMs"',
    ],
    [
      'a weight of no currency',
      'rate',
      { weight: 'amount' },
      'weight: expected a currency beside it, such as currency: CNY, got none',
    ],
    ['a currency of no weight', 'rate', { currency: 'CNY' }, 'currency: expected weight: amount beside it, got none'],
    [
      'a currency that can not be',
      'rate',
      { weight: 'amount', currency: 'cny' },
      'currency: expected an ISO 4217 code such as CNY, got "cny"',
    ],
    [
      'a currency that is a number',
      'rate',
      { weight: 'amount', currency: 156 },
      'currency: expected an ISO 4217 code such as CNY, got 156',
    ],
  ])('%s', (_sentence, kind, keys, problem) => {
    const critical = kind === 'volume' ? { below: '20/min' } : { above: '5%' };
    expect(problemsOf(kind, { critical, ...keys })).toEqual([problem]);
  });
});

describe('a plain comparison is refused with', () => {
  const window = 'window: expected whole minutes from 1m to 60m, such as 5m';
  const count = 'minEvents: expected a whole number of at least 1';
  const upToADay = 'expected a duration from 0m to 24h';
  it.each<[string, Record<string, unknown>, string]>([
    ['no window', { window: undefined }, 'window: expected a window such as 5m with evidence: none, got none'],
    ['a window that is no duration', { window: '5' }, `${window}, got "5"`],
    ['a window that is a number', { window: 5 }, `${window}, got 5`],
    ['a window of half a minute', { window: '30s' }, `${window}, got "30s"`],
    ['a window of a minute and a half', { window: '90s' }, `${window}, got "90s"`],
    ['a window of more than an hour', { window: '61m' }, `${window}, got "61m"`],
    ['no events', { minEvents: 0 }, `${count}, got 0`],
    ['half an event', { minEvents: 1.5 }, `${count}, got 1.5`],
    ['events as text', { minEvents: '10' }, `${count}, got "10"`],
    ['a time of more than a day to wait', { for: '25h' }, `for: ${upToADay}, got "25h"`],
    ['a time to wait that is no duration', { for: 0 }, `for: ${upToADay}, got 0`],
    ['a time of more than a day to keep on', { keepFiringFor: '1441m' }, `keepFiringFor: ${upToADay}, got "1441m"`],
    [
      'a limit to recover to',
      { recover: '3%' },
      'recover: expected none with evidence: none, which is over when the mildest level is kept',
    ],
    [
      'a limit of another kind',
      { critical: { above: '3s' } },
      'critical.above: expected a percentage such as 3% on a rate, got 3s',
    ],
  ])('%s', (_sentence, keys, problem) => {
    expect(problemsOf('rate', { critical: { above: '5%' }, evidence: 'none', window: '5m', ...keys })).toEqual([
      problem,
    ]);
  });

  it('a least number of events on a volume', () => {
    const plain = { evidence: 'none', window: '5m', minEvents: 10 };
    expect(problemsOf('volume', { critical: { below: '20/min' }, ...plain })).toEqual([
      'minEvents: expected none on a volume: few events are what it watches',
    ]);
  });
});

describe('evidence is refused', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['of another kind', { evidence: 'some' }, 'evidence: expected none, or a mapping of breach and clear, got "some"'],
    ['as a number', { evidence: 0.01 }, 'evidence: expected none, or a mapping of breach and clear, got 0.01'],
    ['misspelt', { evidence: { braech: 0.01 } }, 'evidence.braech: not a key that is known here; did you mean breach?'],
    [
      'that proves nothing',
      { evidence: { breach: 0 } },
      'evidence.breach: expected a number above 0 and at most 0.05, got 0',
    ],
    ...['window', 'for', 'keepFiringFor'].map((key): [string, Record<string, unknown>, string] => [
      `with ${key}, which is for a plain comparison`,
      { [key]: '5m' },
      `${key}: expected evidence: none beside it; what is proven needs none of these`,
    ]),
    [
      'with chances and minEvents',
      { evidence: { breach: 0.01 }, minEvents: 5 },
      'minEvents: expected evidence: none beside it; what is proven needs none of these',
    ],
  ])('%s', (_sentence, keys, problem) => {
    expect(problemsOf('rate', { critical: { above: '5%' }, ...keys })).toEqual([problem]);
  });
});

describe('a reminder is refused', () => {
  const after = 'expected a duration of at least 10m, or never';
  it.each<[string, unknown, string]>([
    ['sooner than ten minutes', { critical: '9m' }, `remind.critical: ${after}, got "9m"`],
    ['that is no duration', { warning: 'daily' }, `remind.warning: ${after}, got "daily"`],
    ['that is a number', { warning: 24 }, `remind.warning: ${after}, got 24`],
    ['of a severity that is none', { severe: '4h' }, 'remind.severe: not a key that is known here'],
    ['for all severities at once', '4h', 'remind: expected a mapping, got text'],
  ])('%s', (_sentence, remind, problem) => {
    expect(problemsOf('rate', { critical: { above: '5%' }, remind })).toEqual([problem]);
  });
});
