import { describe, expect, it } from 'vitest';
import type { RawCounted } from '../../../shared/core/guardrail/schema.ts';
import { loadGuardrails } from '../../../shared/core/guardrail/load.ts';

const outcomes = 'succeeded, failed, declined, timeout, cancelled, pending';

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

describe('the limits of a rate are refused with', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['no level', {}, ': expected warning, critical or both, got neither'],
    [
      'a warning worse than critical',
      { warning: { above: '15%' }, critical: { above: '5%' } },
      'critical.above: expected a limit worse than that of warning (15%), got 5%',
    ],
    [
      'a warning as bad as critical',
      { warning: { above: '5%' }, critical: { above: '5.0%' } },
      'critical.above: expected a limit worse than that of warning (5%), got 5.0%',
    ],
    [
      'a warning worse than critical, below',
      { warning: { below: '5%' }, critical: { below: '15%' } },
      'critical.below: expected a limit worse than that of warning (5%), got 15%',
    ],
    [
      'one level above and one below',
      { warning: { above: '5%' }, critical: { below: '1%' } },
      'critical: expected the same of above and below as in warning',
    ],
    [
      'above and below in one level',
      { critical: { above: '15%', below: '1%' } },
      'critical: expected one of above and below',
    ],
    ['neither above nor below', { critical: {} }, 'critical: expected one of above and below'],
    [
      'a bare number',
      { critical: { above: 3 } },
      'critical.above: expected a limit such as 3% (rate), 800ms (latency), 20/min (volume) or 2x baseline, got 3',
    ],
    [
      'a bare number as text',
      { critical: { above: '3' } },
      'critical.above: expected a limit such as 3% (rate), 800ms (latency), 20/min (volume) or 2x baseline, got "3"',
    ],
    [
      'a limit of nothing',
      { critical: { above: '0%' } },
      'critical.above: expected a limit such as 3% (rate), 800ms (latency), 20/min (volume) or 2x baseline, got "0%"',
    ],
    [
      'a limit of everything',
      { critical: { above: '100%' } },
      'critical.above: expected a limit such as 3% (rate), 800ms (latency), 20/min (volume) or 2x baseline, got "100%"',
    ],
    [
      'a duration',
      { critical: { above: '800ms' } },
      'critical.above: expected a percentage such as 3% on a rate, got 800ms',
    ],
    [
      'a duration to recover to',
      { critical: { above: '5%' }, recover: '3s' },
      'recover: expected a percentage such as 3% on a rate, got 3s',
    ],
    [
      'a recovery on the bad side',
      { critical: { above: '5%' }, recover: '7%' },
      'recover: expected a limit on the good side of 5%, got 7%',
    ],
    [
      'a recovery on the bad side of the warning',
      { warning: { above: '5%' }, critical: { above: '15%' }, recover: '7%' },
      'recover: expected a limit on the good side of 5%, got 7%',
    ],
    [
      'a recovery on the bad side, below',
      { critical: { below: '5%' }, recover: '3%' },
      'recover: expected a limit on the good side of 5%, got 3%',
    ],
  ])('%s', (_sentence, keys, problem) => {
    expect(problemsOf('rate', keys)).toEqual([problem]);
  });
});

describe('a latency is refused with', () => {
  it.each<[string, Record<string, unknown>, string]>([
    [
      'a percentage',
      { critical: { above: '3%' } },
      'critical.above: expected a duration such as 800ms on a latency, got 3%',
    ],
    [
      'a limit below',
      { critical: { below: '3s' } },
      'critical.below: expected above: a latency that falls below a limit is no fault',
    ],
    [
      'a recovery that is slower',
      { critical: { above: '2s' }, recover: '2500ms' },
      'recover: expected a limit on the good side of 2s, got 2500ms',
    ],
    [
      'a warning slower than critical, in another unit',
      { warning: { above: '1m' }, critical: { above: '2s' } },
      'critical.above: expected a limit worse than that of warning (1m), got 2s',
    ],
    [
      'a percentile below the median',
      { critical: { above: '2s' }, percentile: 40 },
      'percentile: expected a percentile such as 95, got 40',
    ],
    [
      'a percentile as text',
      { critical: { above: '2s' }, percentile: 'p95' },
      'percentile: expected a percentile such as 95, got "p95"',
    ],
    ['a pattern of bad events', { critical: { above: '2s' }, bad: {} }, 'bad: not a key that is known here'],
    [
      'a limit that every event exceeds',
      { critical: { above: '0ms' } },
      'critical.above: expected a limit such as 3% (rate), 800ms (latency), 20/min (volume) or 2x baseline, got "0ms"',
    ],
    [
      'a limit that no event can exceed',
      { critical: { above: '10m' } },
      'critical.above: expected a duration below 10m, got 10m: no event can be slower',
    ],
    [
      'events in a time',
      { critical: { above: '20/min' } },
      'critical.above: expected a duration such as 800ms on a latency, got 20/min',
    ],
    ['a weight', { critical: { above: '2s' }, weight: 'amount' }, 'weight: not a key that is known here'],
    ['another field', { critical: { above: '2s' }, field: 'duration' }, 'field: expected latencyMs, got "duration"'],
  ])('%s', (_sentence, keys, problem) => {
    expect(problemsOf('latency', keys)).toEqual([problem]);
  });
});

describe('a value that no event can have would make a guardrail silent for ever, and is refused:', () => {
  it.each<[string, Record<string, unknown>, string]>([
    [
      'an outcome misspelt',
      { bad: { outcome: ['failed', 'timeuot'] } },
      `bad.outcome: expected one of ${outcomes}, got "timeuot"; did you mean timeout?`,
    ],
    [
      'an outcome misspelt in what counts',
      { of: { outcome: 'sucess' } },
      `of.outcome: expected one of ${outcomes}, got "sucess"`,
    ],
    [
      'an outcome misspelt among those shut out',
      { bad: { outcome: [{ 'anything-but': ['sucess'] }] } },
      `bad.outcome: expected one of ${outcomes}, got "sucess"`,
    ],
    ['no field', { bad: {} }, 'bad: expected at least one field: without one every event is bad'],
    ['an outcome that is true', { bad: { outcome: true } }, `bad.outcome: expected one of ${outcomes}, got true`],
    [
      'fraud as text',
      { bad: { fraud: 'true' } },
      'bad.fraud: expected one of true, false, got "true"; did you mean true?',
    ],
  ])('%s', (_sentence, keys, problem) => {
    expect(problemsOf('rate', { critical: { above: '5%' }, ...keys })).toEqual([problem]);
  });
});

describe('a volume is refused with', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['no level', {}, ': expected warning, critical or both, got neither'],
    [
      'a percentage',
      { critical: { below: '3%' } },
      'critical.below: expected events in a time such as 20/min on a volume, got 3%',
    ],
    [
      'a duration',
      { critical: { below: '3s' } },
      'critical.below: expected events in a time such as 20/min on a volume, got 3s',
    ],
    [
      'a limit of nothing',
      { critical: { below: '0/min' } },
      'critical.below: expected a limit such as 3% (rate), 800ms (latency), 20/min (volume) or 2x baseline, got "0/min"',
    ],
    [
      'a warning worse than critical, in another unit',
      { warning: { below: '10/min' }, critical: { below: '1/s' } },
      'critical.below: expected a limit worse than that of warning (10/min), got 1/s',
    ],
    [
      'a warning as bad as critical, in another unit',
      { warning: { above: '420/min' }, critical: { above: '7/s' } },
      'critical.above: expected a limit worse than that of warning (420/min), got 7/s',
    ],
    [
      'a recovery on the bad side',
      { critical: { below: '20/min' }, recover: '15/min' },
      'recover: expected a limit on the good side of 20/min, got 15/min',
    ],
    [
      'a recovery of another kind',
      { critical: { below: '20/min' }, recover: '3%' },
      'recover: expected events in a time such as 20/min on a volume, got 3%',
    ],
    [
      'a pattern of bad events',
      { critical: { below: '20/min' }, bad: { outcome: 'failed' } },
      'bad: not a key that is known here',
    ],
    ['a percentile', { critical: { below: '20/min' }, percentile: 95 }, 'percentile: not a key that is known here'],
    ['a weight', { critical: { below: '20/min' }, weight: 'amount' }, 'weight: not a key that is known here'],
  ])('%s', (_sentence, keys, problem) => {
    expect(problemsOf('volume', keys)).toEqual([problem]);
  });
});
