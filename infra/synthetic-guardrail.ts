import type { Guardrail } from '../shared/core/guardrail/guardrail.ts';
import { SYNTHETIC_GUARDRAIL } from '../shared/core/guardrail/own.ts';
import { loadGuardrails } from '../shared/core/guardrail/load.ts';
import type { WrittenGuardrail } from '../shared/core/guardrail/schema.ts';

const [source, type] = ['parapet', 'synthetic'];

/**
 * What Scheduler sends each minute. The id is the scheduled time and not the id of the execution, of which each try has another:
 * an event that Scheduler delivers twice counts once.
 */
export const syntheticBatch = (scheduledTime: string) => ({
  events: [{ id: scheduledTime, source, type, time: scheduledTime }],
});

/**
 * A plain comparison, since what comes by the clock needs no proof: of the last five one or two may still be on their way.
 * Fewer than two, for five minutes, is a stop, told nine minutes after the first that did not come. Where a stack is new the
 * first comes well within those minutes.
 */
const written: WrittenGuardrail = {
  id: SYNTHETIC_GUARDRAIL,
  name: "Parapet's own events",
  description:
    'Each minute an event of Parapet itself goes the way of all others: queue, ingest, table, evaluator. ' +
    'Where it does not arrive payments may not either: docs/operations.md#synthetic-event',
  kind: 'volume',
  of: { type: [type], source: [source] },
  evidence: 'none',
  window: '5m',
  for: '5m',
  keepFiringFor: '5m',
  critical: { below: '0.3/min' },
};

/** The guardrail over those events. It counts nothing else, and no other counts them that does not ask for their type. */
export function syntheticGuardrail(): Guardrail {
  // JSON is YAML.
  const loaded = loadGuardrails(JSON.stringify({ guardrails: [written] }), 'synthetic-guardrail.ts');
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const [guardrail] = loaded.guardrails;
  if (guardrail === undefined) throw new Error('synthetic-guardrail.ts: expected a guardrail, got none');
  return guardrail;
}
