import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { loadGuardrails } from '../../shared/core/guardrail/load.ts';
import { attributes } from './answer.ts';

const load = (rule: Record<string, unknown>): Guardrail => {
  // JSON is YAML.
  const loaded = loadGuardrails(JSON.stringify({ guardrails: [rule] }), 'bench');
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const [guardrail] = loaded.guardrails;
  if (guardrail === undefined) throw new Error('expected a guardrail, got none');
  return guardrail;
};

/** Four group-bys. */
export const failures = load({
  id: 'payment-failures',
  name: 'Payment failures',
  kind: 'rate',
  bad: { outcome: ['failed', 'timeout'] },
  by: attributes,
  warning: { above: '5%' },
  critical: { above: '15%' },
});

/** One p95, against past weeks: a limit in ms is judged by counting what is slower, and takes less. */
export const latency = load({
  id: 'payment-latency',
  name: 'Payment latency',
  kind: 'latency',
  percentile: 95,
  baseline: { weeks: 4, timezone: 'Asia/Shanghai' },
  critical: { above: '2x baseline' },
});
