import type { PaymentEvent } from '../../shared/core/event/event.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { loadGuardrails } from '../../shared/core/guardrail/load.ts';
import { type EpochMinute, type EpochMs, epochMs, minuteOf } from '../../shared/core/units.ts';

/** The moment at which tests take place: Monday, on a minute. */
export const NOW: EpochMs = epochMs(Date.parse('2026-03-02T09:00:00.000Z'));
export const THIS_MINUTE: EpochMinute = minuteOf(NOW);

let lastId = 0;

/** A checked event that nothing is wrong with, under an id of its own. */
export const anEvent = (overrides: Partial<PaymentEvent> = {}): PaymentEvent => ({
  id: `pay_${++lastId}`,
  source: 'wallet',
  time: NOW,
  type: 'payment',
  outcome: 'succeeded',
  latencyMs: 120,
  amount: 4200,
  currency: 'CNY',
  attributes: { method: 'qr', bank: 'icbc' },
  ...overrides,
});

/** The same as a producer sends it. */
export const aRawEvent = (overrides: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: `pay_${++lastId}`,
  source: 'wallet',
  time: new Date(NOW).toISOString(),
  outcome: 'succeeded',
  latencyMs: 120,
  amount: 4200,
  currency: 'CNY',
  attributes: { method: 'qr', bank: 'icbc' },
  ...overrides,
});

/** A guardrail through the loader, as everybody gets one. The keys are those of guardrails.yaml. */
export const aGuardrail = (overrides: Record<string, unknown> = {}): Guardrail => {
  const raw = {
    id: 'payment-failures',
    name: 'Payment failures',
    kind: 'rate',
    bad: { outcome: ['failed', 'timeout'] },
    critical: { above: '5%' },
    ...overrides,
  };
  // JSON is YAML.
  const loaded = loadGuardrails(JSON.stringify({ guardrails: [raw] }), 'test.yaml');
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const [guardrail] = loaded.guardrails;
  if (guardrail === undefined) throw new Error('no guardrail');
  return guardrail;
};

export const aLatencyGuardrail = (overrides: Record<string, unknown> = {}): Guardrail => {
  const { bad: _, ...rest } = { bad: undefined, ...overrides };
  return aGuardrail({
    id: 'payment-latency',
    name: 'Payment latency',
    kind: 'latency',
    percentile: 95,
    bad: undefined,
    critical: { above: '800ms' },
    ...rest,
  });
};

export const aVolumeGuardrail = (overrides: Record<string, unknown> = {}): Guardrail =>
  aGuardrail({
    id: 'payment-volume',
    name: 'Payment volume',
    kind: 'volume',
    bad: undefined,
    critical: { below: '20/min' },
    ...overrides,
  });

/** The share of the amount that failed, in yuan. */
export const aWeightedGuardrail = (overrides: Record<string, unknown> = {}): Guardrail =>
  aGuardrail({ id: 'payment-value', name: 'Payment value', weight: 'amount', currency: 'CNY', ...overrides });
