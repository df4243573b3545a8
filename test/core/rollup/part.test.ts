import { describe, expect, it } from 'vitest';
import type { Guardrail, Metric } from '../../../shared/core/guardrail/guardrail.ts';
import { metricId, partsOf } from '../../../shared/core/rollup/part.ts';
import { aGuardrail, aLatencyGuardrail, aVolumeGuardrail, aWeightedGuardrail } from '../../support/builders.ts';

const idsOf = ({ metrics }: Guardrail): string[] => metrics.map(metricId);
const base = { of: { method: 'card', psp: ['a', { prefix: 'b' }] } };

/** The same with the keys of every object the other way round. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, entry]) => [key, reversed(entry)])
      .toReversed(),
  );
};

describe('the identity of a metric is the same', () => {
  it.each<[string, Guardrail, Guardrail]>([
    [
      'for another limit',
      aGuardrail(base),
      aGuardrail({ ...base, critical: { above: '9%' }, warning: { above: '2%' } }),
    ],
    [
      'for another name',
      aGuardrail(base),
      aGuardrail({ ...base, id: 'other', name: 'Other', runbook: 'https://a.example' }),
    ],
    ['for groups or none', aGuardrail(base), aGuardrail({ ...base, by: ['bank'] })],
    ['for another evidence', aGuardrail(base), aGuardrail({ ...base, evidence: 'none', window: '5m' })],
    [
      'for lines and values in another order',
      aGuardrail({ of: { psp: ['b', 'a'], method: 'card' }, bad: { outcome: ['timeout', 'failed'] } }),
      aGuardrail({ of: { method: 'card', psp: ['a', 'b'] } }),
    ],
    ['for another limit of volume', aVolumeGuardrail(), aVolumeGuardrail({ critical: { below: '99/min' } })],
    ['for another percentile of the same limit', aLatencyGuardrail(), aLatencyGuardrail({ percentile: 99 })],
  ])('%s', (_sentence, one, other) => {
    expect(idsOf(other)).toEqual(idsOf(one));
  });

  it.each([
    aGuardrail({ ...base, countBy: 'order' }),
    aLatencyGuardrail(base),
    aVolumeGuardrail(base),
    aWeightedGuardrail(base),
  ])('whatever the order of its keys ($kind, $id)', ({ metrics }) => {
    for (const metric of metrics) expect(metricId(reversed(metric) as Metric)).toBe(metricId(metric));
  });

  it('in every release: what is stored must be found again', () => {
    expect(idsOf(aGuardrail())).toEqual(['_58-IYS8gb1F']);
  });
});

describe('the identity of a metric is another', () => {
  it.each<[string, Guardrail, Guardrail]>([
    ['for another selection', aGuardrail(base), aGuardrail({ of: { method: 'qr' } })],
    ['for other bad events', aGuardrail(base), aGuardrail({ ...base, bad: { outcome: ['failed'] } })],
    ['for counting payments', aGuardrail(base), aGuardrail({ ...base, countBy: 'order' })],
    [
      'for another latency limit, which says what is bad',
      aLatencyGuardrail(),
      aLatencyGuardrail({ critical: { above: '900ms' } }),
    ],
    ['for value', aGuardrail(), aWeightedGuardrail()],
    ['for another currency', aWeightedGuardrail(), aWeightedGuardrail({ currency: 'EUR' })],
  ])('%s', (_sentence, one, other) => {
    expect(idsOf(other)).not.toEqual(idsOf(one));
  });
});

describe('the parts of guardrails', () => {
  const names = (guardrails: readonly Guardrail[]): string[] => partsOf(guardrails).map(({ by }) => by);

  it('are the whole and each attribute', () => {
    expect(names([aGuardrail({ by: ['bank', 'method'] })])).toEqual(['', 'bank', 'method']);
  });

  it('are there once where two guardrails count the same, with the attributes of both', () => {
    const one = aGuardrail({ by: ['bank', 'method'] });
    const other = aGuardrail({ id: 'mild', critical: { above: '50%' }, by: ['method', 'region'] });
    expect(names([one, other])).toEqual(['', 'bank', 'method', 'region']);
  });

  it('are those of each metric where limits of latency differ', () => {
    const parts = partsOf([aLatencyGuardrail({ warning: { above: '500ms' }, by: ['bank'] })]);
    expect(new Set(parts.map(({ id }) => id)).size).toBe(2);
    expect(parts.map(({ by }) => by)).toEqual(['', 'bank', '', 'bank']);
    for (const { id, metric } of parts) expect(metricId(metric)).toBe(id);
  });

  it('are none of none', () => {
    expect(partsOf([])).toEqual([]);
  });
});
