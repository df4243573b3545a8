import { readFileSync } from 'node:fs';
import { meteredWorld } from '../../bench/metered-world.ts';
import { memoryLateMarkers } from '../../shared/adapters/memory/late-markers.ts';
import { memorySegments } from '../../shared/adapters/memory/segments.ts';
import { loadGuardrails } from '../../shared/core/guardrail/load.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMinutes, startOf } from '../../shared/core/units.ts';
import { guardrailMetrics } from '../../shared/metric-names.ts';
import { aContext, aDelivery, aRequest } from '../../test/support/lambda.ts';
import { aRandom, bodyOf, drawPayments, eventsOf, MINUTE } from './payments.ts';

/** Bytes that the functions write to their logs. */
export interface Logged {
  /** By a tick, without what each guardrail and each metric of its value add. */
  readonly tick: number;
  readonly guardrail: number;
  readonly guardrailMetric: number;
  /** By ingest, for a batch. */
  readonly request: number;
  readonly message: number;
}

export const logged = async (): Promise<Logged> => {
  // Read when the handlers are loaded.
  Object.assign(process.env, {
    STACK_NAME: 'Parapet',
    POWERTOOLS_SERVICE_NAME: 'evaluate',
    POWERTOOLS_METRICS_NAMESPACE: 'Parapet',
    POWERTOOLS_METRICS_DISABLED: 'false',
    // Which writes for people, over many lines.
    POWERTOOLS_DEV: 'false',
  });
  const { evaluateHandler } = await import('../../functions/evaluate/handler.ts');
  const { ingestHttpHandler } = await import('../../functions/ingest-http/handler.ts');
  const { ingestQueueHandler } = await import('../../functions/ingest-queue/handler.ts');

  const rules = loadGuardrails(readFileSync('guardrails.yaml', 'utf8'), 'guardrails.yaml');
  if (!rules.ok) throw new Error(rules.problems.join('\n'));
  const all = rules.guardrails;
  const tick = async (guardrails: readonly Guardrail[], drawsGuardrails: boolean): Promise<number> => {
    const { deps, clock } = meteredWorld(guardrails, startOf(MINUTE));
    await deps.segments.put(encodeBatch(eventsOf(drawPayments(aRandom(), 2_000, 20))).segments);
    const now = startOf(addMinutes(MINUTE, 1));
    clock.set(now);
    const event = { scheduledTime: new Date(now).toISOString() };
    return logOf(() => evaluateHandler(deps, { drawsGuardrails })(event, aContext()));
  };
  const [one, three, drawn] = [await tick(all.slice(0, 1), false), await tick(all, false), await tick(all, true)];
  const guardrail = (three - one) / (all.length - 1);

  const body = bodyOf(drawPayments(aRandom(), 100, 20));
  const clock = { now: () => startOf(addMinutes(MINUTE, 1)) };
  const deps = { segments: memorySegments(), markers: memoryLateMarkers(), clock };
  return {
    tick: Math.round(one - guardrail),
    guardrail: Math.round(guardrail),
    guardrailMetric: Math.round((drawn - three) / all.flatMap(guardrailMetrics).length),
    request: await logOf(() => ingestHttpHandler(deps)(aRequest({ body }), aContext())),
    message: await logOf(() => ingestQueueHandler(deps)(aDelivery(body), aContext())),
  };
};

/** Bytes that are written to the log meanwhile. Lambda takes it from both streams. */
const logOf = async (work: () => Promise<unknown>): Promise<number> => {
  let bytes = 0;
  const write = (text: string | Uint8Array): boolean => {
    bytes += Buffer.byteLength(text);
    return true;
  };
  const streams = [process.stdout, process.stderr];
  for (const stream of streams) Object.defineProperty(stream, 'write', { value: write, configurable: true });
  try {
    await work();
  } finally {
    // What was there before is a method of the stream's class, and lies behind this one.
    for (const stream of streams) Reflect.deleteProperty(stream, 'write');
  }
  return bytes;
};
