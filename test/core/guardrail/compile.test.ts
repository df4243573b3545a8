import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { hours, minutes } from '../../../shared/core/units.ts';
import { aGuardrail, aLatencyGuardrail, aVolumeGuardrail, aWeightedGuardrail } from '../../support/builders.ts';

describe('a guardrail', () => {
  it('has its levels worst first, and recovers at the mildest', () => {
    const guardrail = aGuardrail({ warning: { above: '5%' }, critical: { above: '15%' } });
    expect(guardrail.levels).toEqual([
      { severity: 'critical', metric: 0, direction: 'above', rate: 0.15, text: '15%' },
      { severity: 'warning', metric: 0, direction: 'above', rate: 0.05, text: '5%' },
    ]);
    expect(guardrail.recovery).toEqual({ metric: 0, direction: 'above', rate: 0.05, text: '5%' });
  });

  it('recovers where it says', () => {
    expect(aGuardrail({ critical: { above: '5%' }, recover: '3%' }).recovery).toMatchObject({ rate: 0.03, text: '3%' });
    expect(aGuardrail({ critical: { above: '5%' }, recover: '5%' }).recovery).toMatchObject({ rate: 0.05 });
    expect(aGuardrail({ critical: { below: '5%' }, recover: '7%' }).recovery).toMatchObject({ rate: 0.07 });
  });

  it('of latency counts the share beyond each limit: above 800 ms at the 95th is more than 5 % slower', () => {
    const guardrail = aLatencyGuardrail({ warning: { above: '800ms' }, critical: { above: '2s' }, recover: '0.5s' });
    expect(guardrail.metrics.map(({ bad }) => bad)).toEqual(
      [2000, 800, 500].map((limitMs) => ({ kind: 'slower', limitMs })),
    );
    expect(guardrail.levels.map(({ metric, rate }) => [metric, rate])).toEqual([
      [0, 0.05],
      [1, 0.05],
    ]);
    expect([guardrail.recovery.metric, guardrail.percentile]).toEqual([2, 0.95]);
  });

  it('counts one metric for one limit that is named twice', () => {
    expect(aLatencyGuardrail({ critical: { above: '2s' }, recover: '2000ms' }).metrics).toHaveLength(1);
  });

  it('means events of type payment unless it says another type', () => {
    const typesOf = ({ metrics }: Guardrail) => metrics[0]?.of.filter(({ field }) => field === 'type');
    expect(typesOf(aGuardrail())).toEqual([{ field: 'type', anyOf: [{ kind: 'equals', value: 'payment' }] }]);
    expect(typesOf(aGuardrail({ of: { type: 'refund' } }))).toEqual([
      { field: 'type', anyOf: [{ kind: 'equals', value: 'refund' }] },
    ]);
  });

  it('is named by its id where it has no name', () => {
    expect(aGuardrail({ id: 'x', name: undefined }).name).toBe('x');
  });

  it('is told again after four hours, and a warning after a day, unless it says otherwise', () => {
    expect(aGuardrail().reminders).toEqual({ critical: hours(4), warning: hours(24) });
    expect(aGuardrail({ remind: { critical: '10m' } }).reminders).toEqual({
      critical: minutes(10),
      warning: hours(24),
    });
    expect(aGuardrail({ remind: { critical: 'never', warning: '7d' } }).reminders).toEqual({ warning: hours(7 * 24) });
  });

  it('wants proof unless it says otherwise', () => {
    expect(aGuardrail().evidence).toEqual({ kind: 'proof', breach: 0.0001, clear: 0.01 });
    expect(aGuardrail({ evidence: { breach: 0.001 } }).evidence).toEqual({ kind: 'proof', breach: 0.001, clear: 0.01 });
  });

  it('is the same after a way through JSON', () => {
    const percent = fc.integer({ min: 1, max: 99 });
    const keys = fc.record(
      {
        critical: percent.map((rate) => ({ above: `${rate}%` })),
        of: fc.dictionary(
          fc.constantFrom('bank', 'method'),
          fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1 }),
        ),
        by: fc.subarray(['bank', 'method']),
        owner: fc.constantFrom('team-a'),
        description: fc.constantFrom('Why.'),
        runbook: fc.constantFrom('https://example.com/r'),
        evidence: fc.record({ breach: fc.constantFrom(0.001) }),
        countBy: fc.constantFrom('order'),
        remind: fc.record({ warning: fc.constantFrom('never', '2h') }),
      },
      { requiredKeys: ['critical'] },
    );
    fc.assert(
      fc.property(keys, (overrides) => {
        const guardrail = aGuardrail(overrides);
        expect(JSON.parse(JSON.stringify(guardrail))).toStrictEqual(guardrail);
      }),
    );
    const others = [
      aLatencyGuardrail({ warning: { above: '0.5s' } }),
      aVolumeGuardrail(),
      aWeightedGuardrail(),
      aGuardrail({ evidence: 'none', window: '1h', for: '90s' }),
    ];
    for (const guardrail of others) expect(JSON.parse(JSON.stringify(guardrail))).toStrictEqual(guardrail);
  });
});

describe('a volume', () => {
  it('has its limits in events a minute, and nothing bad', () => {
    const guardrail = aVolumeGuardrail({
      warning: { below: '0.5/s' },
      critical: { below: '600/h' },
      recover: '40/min',
    });
    expect(guardrail.metrics).toEqual([
      { of: [{ field: 'type', anyOf: [{ kind: 'equals', value: 'payment' }] }], bad: { kind: 'none' } },
    ]);
    expect(guardrail.levels).toEqual([
      { severity: 'critical', metric: 0, direction: 'below', rate: 10, text: '600/h' },
      { severity: 'warning', metric: 0, direction: 'below', rate: 30, text: '0.5/s' },
    ]);
    expect(guardrail.recovery).toEqual({ metric: 0, direction: 'below', rate: 40, text: '40/min' });
  });

  it('may have a limit above, groups, and a selection', () => {
    const guardrail = aVolumeGuardrail({ critical: { above: '500/min' }, by: ['bank'], of: { outcome: 'failed' } });
    expect(guardrail).toMatchObject({ kind: 'volume', by: ['bank'], levels: [{ direction: 'above', rate: 500 }] });
    expect(guardrail.metrics[0]?.of.map(({ field }) => field)).toEqual(['type', 'outcome']);
  });
});

describe('what is counted instead of events', () => {
  it.each([
    ['a rate', aGuardrail({ countBy: 'order' }), 1],
    ['latency, in each of its metrics', aLatencyGuardrail({ countBy: 'order', warning: { above: '0.5s' } }), 2],
    ['a volume', aVolumeGuardrail({ countBy: 'order' }), 1],
  ])('is distinct values for %s', (_sentence, guardrail, metrics) => {
    expect(guardrail.metrics.map(({ countBy }) => countBy)).toEqual(Array(metrics).fill('order'));
  });

  it('is value in one currency for a weighted rate', () => {
    expect(aWeightedGuardrail({ currency: 'JPY' }).metrics.map(({ weight }) => weight)).toEqual([
      { field: 'amount', currency: 'JPY' },
    ]);
  });

  it('is not there for a plain metric, which is counted the fast way', () => {
    expect(aGuardrail().metrics.map((metric) => Object.keys(metric))).toEqual([['of', 'bad']]);
  });
});

describe('a plain comparison', () => {
  it('is of one event and at once, unless it says otherwise', () => {
    expect(aGuardrail({ evidence: 'none', window: '5m' }).evidence).toEqual({
      kind: 'none',
      windowMinutes: 5,
      minEvents: 1,
      for: 0,
      keepFiringFor: 0,
    });
  });

  it('says over what window, of how many events and for how long', () => {
    const plain = { evidence: 'none', window: '1h', minEvents: 50, for: '90s', keepFiringFor: '24h' };
    expect(aGuardrail(plain).evidence).toEqual({
      kind: 'none',
      windowMinutes: 60,
      minEvents: 50,
      for: 90_000,
      keepFiringFor: hours(24),
    });
  });

  it('of volume is of no events too', () => {
    expect(aVolumeGuardrail({ evidence: 'none', window: '5m' }).evidence).toMatchObject({ minEvents: 0 });
  });

  it('recovers at the mildest level', () => {
    const levels = { warning: { above: '5%' }, critical: { above: '15%' } };
    expect(aGuardrail({ evidence: 'none', window: '5m', ...levels }).recovery).toMatchObject({ rate: 0.05 });
  });
});
