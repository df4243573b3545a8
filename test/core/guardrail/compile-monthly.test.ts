import { describe, expect, it } from 'vitest';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { loadGuardrails } from '../../../shared/core/guardrail/load.ts';
import { programmeNames, programmes } from '../../../shared/core/guardrail/scheme-programmes.ts';
import { days, hours } from '../../../shared/core/units.ts';
import { aGuardrail } from '../../support/builders.ts';

type Keys = Record<string, unknown>;
const plain: Keys = { bad: { type: 'chargeback' }, of: { network: 'visa' }, critical: { ratio: '1.5%', count: 100 } };

const aMonthly = (keys: Keys = plain): Guardrail =>
  aGuardrail({ id: 'chargebacks', name: undefined, bad: undefined, critical: undefined, kind: 'monthly', ...keys });

/** What is wrong with a guardrail with these keys, without the place. */
const problemsOf = (keys: Keys): readonly string[] => {
  const raw = { id: 'a', kind: 'monthly', ...keys };
  const loaded = loadGuardrails(JSON.stringify({ guardrails: [raw] }), 'g');
  return loaded.ok ? [] : loaded.problems.map((problem) => problem.replace(/^g:\d+:\d+: guardrails\[0\]\.?/, ''));
};

const equals = (field: string, ...values: readonly (string | number | boolean)[]) => ({
  field,
  anyOf: values.map((value) => ({ kind: 'equals', value })),
});

describe('a rule over a calendar month', () => {
  it('counts its bad events and the others each by themselves', () => {
    const { metrics, month, levels, recovery, evidence, reminders } = aMonthly();
    expect(metrics).toEqual([
      { of: [equals('type', 'chargeback')], bad: { kind: 'none' } },
      { of: [equals('type', 'payment'), equals('network', 'visa')], bad: { kind: 'none' } },
    ]);
    expect(month).toEqual({ timezone: 'UTC', against: 'this-month', bad: 0, total: 1 });
    const limit = { metric: 0, direction: 'above', rate: 0.015, text: '1.5% and 100' };
    expect(levels).toEqual([{ ...limit, severity: 'critical', reached: { count: 100 } }]);
    expect(recovery).toEqual(limit);
    expect(evidence).toEqual({ kind: 'proof', breach: 0.01, clear: 0.01 });
    expect(reminders).toEqual({ critical: hours(24), warning: days(7) });
  });

  it('has a metric for what is exempt and one for the value, where they are asked for', () => {
    const { metrics, month } = aMonthly({
      ...plain,
      against: 'previous-month',
      timezone: 'Asia/Shanghai',
      unless: { of: { threeDs: true }, share: '10%' },
      critical: { ratio: '0.5%', amount: '50000 JPY' },
    });
    expect(metrics.slice(2)).toEqual([
      { of: [equals('type', 'payment'), equals('network', 'visa'), equals('threeDs', true)], bad: { kind: 'none' } },
      { of: [equals('type', 'chargeback')], bad: { kind: 'none' }, weight: { field: 'amount', currency: 'JPY' } },
    ]);
    expect(month).toEqual({
      timezone: 'Asia/Shanghai',
      against: 'previous-month',
      bad: 0,
      total: 1,
      exempt: { metric: 2, share: 0.1 },
      amount: 3,
    });
  });

  it.each<[Keys, string, Keys]>([
    [{ ratio: '1.5%' }, '1.5%', {}],
    [{ ratio: '1.5%', count: 1500 }, '1.5% and 1,500', { count: 1500 }],
    [{ ratio: '0.5%', amount: '50000.5 USD' }, '0.5% and 50,000.5 USD', { amount: 5_000_050 }],
    [{ ratio: '0.5%', amount: '50000 JPY' }, '0.5% and 50,000 JPY', { amount: 50_000 }],
    [{ ratio: '0.5%', amount: '1 KWD' }, '0.5% and 1 KWD', { amount: 1_000 }],
    [
      { ratio: '0.5%', count: 10, amount: '50000 USD', total: 1000 },
      '0.5%, 10, 50,000 USD and 1,000 in all',
      { count: 10, amount: 5_000_000, total: 1000 },
    ],
  ])('reads the level %j as %s', (critical, text, reached) => {
    expect(aMonthly({ ...plain, critical }).levels).toMatchObject([{ text, reached }]);
    expect(aMonthly({ ...plain, critical }).levels[0]?.reached).toEqual(reached);
  });

  it('recovers at its mildest level', () => {
    const levels = { warning: { ratio: '1%', count: 50 }, critical: { ratio: '1%', count: 100 } };
    expect(aMonthly({ ...plain, ...levels }).recovery.text).toBe('1% and 50');
  });

  it.each<[string, Keys, readonly string[]]>([
    ['no level', { critical: undefined }, [': expected warning, critical or both, got neither']],
    [
      'no bad events',
      { bad: undefined },
      ['bad: expected a pattern, or preset: visa-vamp or another programme, got none'],
    ],
    [
      'nothing to hold them against',
      { of: undefined },
      ['of: expected a pattern, or preset: visa-vamp or another programme, got none'],
    ],
    [
      'bad events without a type',
      { bad: { outcome: 'failed' } },
      ['bad: expected a type, such as type: chargeback: what is counted are events of their own'],
    ],
    [
      'an outcome that there is not',
      { of: { outcome: 'ok' } },
      ['of.outcome: expected one of succeeded, failed, declined, timeout, cancelled, pending, got "ok"'],
    ],
    [
      'a critical as bad as warning',
      { warning: plain['critical'] },
      ['critical: expected a limit worse than that of warning (1.5% and 100), got 1.5% and 100'],
    ],
    [
      'a critical that is worse in one way and milder in another',
      { warning: { ratio: '1%', count: 200 } },
      ['critical: expected a limit worse than that of warning (1% and 200), got 1.5% and 100'],
    ],
    [
      'a critical without the count of warning',
      { warning: { ratio: '1%', count: 50 }, critical: { ratio: '2%' } },
      ['critical: expected a limit worse than that of warning (1% and 50), got 2%'],
    ],
    [
      'two currencies',
      { warning: { ratio: '1%', amount: '10 EUR' }, critical: { ratio: '2%', amount: '20 USD' } },
      ['critical.amount: expected the currency of warning (EUR), got USD'],
    ],
    [
      'an amount of nothing',
      { critical: { ratio: '1%', amount: '0 USD' } },
      ['critical.amount: expected an amount such as 50000 USD, got "0 USD"'],
    ],
    [
      'an amount without its currency',
      { critical: { ratio: '1%', amount: 50_000 } },
      ['critical.amount: expected an amount such as 50000 USD, got 50000'],
    ],
    [
      'a level without a ratio',
      { critical: { count: 5 } },
      ['critical.ratio: expected a percentage such as 99.9%, got nothing'],
    ],
    [
      'a scheme that is not known',
      { preset: 'amex' },
      [`preset: expected one of ${programmeNames.join(', ')}, got "amex"`],
    ],
    ['keys of another kind', { recover: '1%' }, ['recover: not a key that is known here']],
  ])('is refused with %s', (_, keys, problems) => {
    expect(problemsOf({ ...plain, ...keys })).toEqual(problems);
  });
});

describe('the programme of a scheme', () => {
  it.each(programmeNames)('%s loads, and says where its numbers come from and when they were read', (preset) => {
    const guardrail = aMonthly({ preset });
    expect(guardrail.month?.source).toMatch(/^https:\/\/\S+ read \d{4}-\d{2}-\d{2}, (valid from \d{4}-\d{2}|start)/);
    expect(guardrail).toMatchObject({ name: programmes[preset].name, description: programmes[preset].description });
    expect(guardrail.levels.map(({ severity }) => severity)).toEqual(['critical', 'warning']);
  });

  it.each([
    ['visa-vamp', 'this-month', ['1.5% and 1,500', '0.75% and 750']],
    ['mastercard-ecm', 'previous-month', ['3% and 300', '1.5% and 100']],
    ['mastercard-efm', 'previous-month', ['0.5%, 50,000 USD and 1,000 in all', '0.25%, 25,000 USD and 1,000 in all']],
  ])('%s is against %s, with the levels %j', (preset, against, levels) => {
    const guardrail = aMonthly({ preset });
    expect(guardrail.month?.against).toBe(against);
    expect(guardrail.levels.map(({ text }) => text)).toEqual(levels);
  });

  it('gives way to what is written beside it', () => {
    const guardrail = aMonthly({
      preset: 'mastercard-efm',
      name: 'Fraud in Europe',
      bad: { type: 'dispute' },
      of: { scheme: 'mc' },
      against: 'this-month',
      unless: { of: { threeDs: true }, share: '50%' },
      critical: { ratio: '0.4%', amount: '50000 USD', total: 1000 },
    });
    expect(guardrail).toMatchObject({
      name: 'Fraud in Europe',
      metrics: [
        { of: [equals('type', 'dispute')] },
        { of: [equals('type', 'payment'), equals('scheme', 'mc')] },
        {},
        {},
      ],
      month: { against: 'this-month', exempt: { share: 0.5 }, source: programmes['mastercard-efm'].source },
    });
    expect(guardrail.levels.map(({ text }) => text)).toEqual([
      '0.4%, 50,000 USD and 1,000 in all',
      '0.25%, 25,000 USD and 1,000 in all',
    ]);
  });

  it('is no source of numbers that were all written beside it', () => {
    const levels = { warning: { ratio: '1%' }, critical: { ratio: '2%' } };
    expect(aMonthly({ preset: 'visa-vamp', ...levels }).month).not.toHaveProperty('source');
  });
});
