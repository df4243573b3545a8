import { type LocalSystem, startLocalSystem } from '../../cli/local/system.ts';
import { type VirtualClock, virtualClock } from '../../cli/local/virtual-clock.ts';
import { countRaw } from '../../shared/app/count-raw.ts';
import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { addMinutes, minuteOf } from '../../shared/core/units.ts';
import { NOW } from './builders.ts';

export interface LocalUnderTest {
  readonly system: LocalSystem;
  readonly clock: VirtualClock;
  /** Posts a batch and answers with the status. */
  post(events: readonly unknown[]): Promise<number>;
  /** The counts of the last hour as the evaluator judges them, as plain values that can be compared. */
  counts(guardrails: readonly Guardrail[]): Promise<unknown>;
}

export const startLocal = async (guardrails: readonly Guardrail[]): Promise<LocalUnderTest> => {
  const clock = virtualClock(NOW);
  const system = await startLocalSystem({ clock, guardrails });
  return {
    system,
    clock,
    post: async (events) => {
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(system.eventsUrl, { method: 'POST', headers, body: JSON.stringify({ events }) });
      await response.arrayBuffer();
      return response.status;
    },
    counts: async (rules) => {
      const now = minuteOf(clock.now());
      const window = { from: addMinutes(now, -60), to: addMinutes(now, 6) };
      const { series, events } = await countRaw(dynamoSegments(system.table)).count(rules, window, clock.now());
      const plain = [...series].map(([guardrail, groups]) => [
        guardrail,
        [...groups]
          .sort(([left], [right]) => (left < right ? -1 : 1))
          .map(([group, metrics]) => [group, metrics.map(({ bad, total }) => [[...bad], [...total]])]),
      ]);
      return { events, plain };
    },
  };
};

export const chunk = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
