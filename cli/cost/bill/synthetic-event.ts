import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { perMinute, ratio } from '../../../shared/core/units.ts';
import { measured } from '../measured.ts';
import { MINUTES_PER_MONTH } from '../prices.ts';
import { segmentItemBytes, writeUnits } from '../sizes.ts';
import { ingesting } from './functions.ts';
import { type Line, line } from './line.ts';
import { queued } from './way-in.ts';

/** A volume of one event a minute: what judging it asks of the table is one count more. */
const limit = { metric: 0, direction: 'below', rate: perMinute(1), text: '1/min' } as const;
export const syntheticGuardrail: Guardrail = {
  id: 'synthetic-event',
  name: 'Synthetic event',
  kind: 'volume',
  metrics: [{ of: [{ field: 'type', anyOf: [{ kind: 'equals', value: 'synthetic' }] }], bad: { kind: 'none' } }],
  by: [],
  levels: [{ ...limit, severity: 'critical' }],
  recovery: limit,
  evidence: { kind: 'proof', breach: ratio(0.0001), clear: ratio(0.01) },
  reminders: {},
};

/** An event of our own each minute, over the queue and through the whole of it. */
export const syntheticEvent = (): readonly Line[] => {
  const batches = MINUTES_PER_MONTH;
  const what = 'synthetic event';
  return [
    ...line(what, 'schedule', batches),
    ...queued(what, batches, measured.eventBytes),
    ...ingesting(what, { invocations: batches, batches, eventsPerBatch: 1 }),
    ...line(what, 'writeUnit', batches * writeUnits(segmentItemBytes(1))),
  ];
};
