import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { aGuardrail, aLatencyGuardrail } from '../../support/builders.ts';

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
      },
      { requiredKeys: ['critical'] },
    );
    fc.assert(
      fc.property(keys, (overrides) => {
        const guardrail = aGuardrail(overrides);
        expect(JSON.parse(JSON.stringify(guardrail))).toStrictEqual(guardrail);
      }),
    );
    const latency = aLatencyGuardrail({ warning: { above: '0.5s' } });
    expect(JSON.parse(JSON.stringify(latency))).toStrictEqual(latency);
  });
});
