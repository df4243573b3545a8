import { memoryIncidents } from '../../shared/adapters/memory/incidents.ts';
import { memoryPublisher } from '../../shared/adapters/memory/publisher.ts';
import { memoryLateMarkers } from '../../shared/adapters/memory/late-markers.ts';
import { memoryPartHistories } from '../../shared/adapters/memory/part-histories.ts';
import { memoryRollups } from '../../shared/adapters/memory/rollups.ts';
import { memorySegments } from '../../shared/adapters/memory/segments.ts';
import { memorySilences } from '../../shared/adapters/memory/silences.ts';
import { memoryTicks } from '../../shared/adapters/memory/ticks.ts';
import { countRolled } from '../../shared/app/count-rolled.ts';
import { evaluate, type EvaluateDependencies, type TickReport } from '../../shared/app/evaluate.ts';
import type { Outcome } from '../../shared/core/event/event.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMinutes, addMs, durationMs, type EpochMs, startOf } from '../../shared/core/units.ts';
import type { Publisher } from '../../shared/ports/publisher.ts';
import { aGuardrail, anEvent, THIS_MINUTE } from './builders.ts';

/** The start of a minute of the test's world, counted from its beginning. */
export const at = (minute: number): EpochMs => startOf(addMinutes(THIS_MINUTE, minute));

let writers = 0;

/** Everything an evaluator needs, in memory, with a clock that tests set. */
export const aWorld = (overrides: Partial<EvaluateDependencies> = {}) => {
  const segments = memorySegments();
  const rollups = memoryRollups();
  const incidents = memoryIncidents();
  const publisher = memoryPublisher();
  let now = at(0);
  const deps: EvaluateDependencies = {
    guardrails: [aGuardrail()],
    segments,
    counts: countRolled({ segments: overrides.segments ?? segments, rollups }),
    rollups,
    histories: memoryPartHistories(),
    markers: memoryLateMarkers(),
    incidents,
    ticks: memoryTicks(),
    publisher,
    clock: { now: () => now },
    plannedSilences: [],
    silences: memorySilences(),
    ...overrides,
  };
  const tick = (minute: number, changed: Partial<EvaluateDependencies> = {}): Promise<TickReport> => {
    now = at(minute);
    return evaluate({ ...deps, ...changed }, at(minute), `writer-${++writers}`);
  };
  return {
    deps,
    segments,
    incidents,
    publisher,
    tick,
    /** Stores events of one minute: `bad` of `total` failed. */
    traffic: async (
      minute: number,
      bad: number,
      total: number,
      attributes: Record<string, string> = {},
    ): Promise<void> => {
      const events = Array.from({ length: total }, (_, index) => {
        const outcome: Outcome = index < bad ? 'failed' : 'succeeded';
        return anEvent({ time: addMs(at(minute), durationMs(index % 60_000)), outcome, attributes });
      });
      await segments.put(encodeBatch(events).segments);
    },
    /** The keys of the messages that were sent, oldest first. */
    keys: (): string[] => publisher.sent.map(({ attributes }) => attributes['dedupKey'] ?? ''),
    reasons: (): string[] => publisher.sent.map(({ attributes }) => attributes['reason'] ?? ''),
  };
};

/** Throws for the calls whose number `fails` says, before or after the call has had its effect. */
export const brittle = <Port extends object>(
  port: Port,
  fails: (call: number, method: string) => 'before' | 'after' | undefined,
): Port => {
  let calls = 0;
  return new Proxy(port, {
    get: (target, method, receiver): unknown => {
      const original: unknown = Reflect.get(target, method, receiver);
      if (typeof original !== 'function') return original;
      return async (...args: unknown[]): Promise<unknown> => {
        const when = fails(++calls, String(method));
        if (when === 'before') throw new Error(`${String(method)}: failed before`);
        const result: unknown = await Reflect.apply(original, target, args);
        if (when === 'after') throw new Error(`${String(method)}: failed after`);
        return result;
      };
    },
  });
};

export const downPublisher = (publisher: Publisher): Publisher => ({
  ...publisher,
  publish: () => Promise.reject(new Error('SNS is down')),
});
