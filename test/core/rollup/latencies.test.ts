import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaymentEvent } from '../../../shared/core/event/event.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { groupKey, WHOLE } from '../../../shared/core/rollup/series.ts';
import { countOf, type Sketch, sketchOf } from '../../../shared/core/rollup/sketch.ts';
import { minuteOf } from '../../../shared/core/units.ts';
import { aGuardrail, aLatencyGuardrail, anEvent, aVolumeGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { aBaselineLatencyGuardrail, measure, MINUTES, segments } from './counting.ts';

const by = ['bank', 'source'];
type Latencies = readonly (Sketch | undefined)[];
const latenciesOf = (guardrail: Guardrail, lists: readonly (readonly PaymentEvent[])[]): Map<string, Latencies> =>
  new Map([...measure(guardrail, lists)].map(([group, [series]]) => [group, series?.latencies ?? []]));

/** The same with a loop over all events. */
const expectedOf = (events: readonly PaymentEvent[]): Map<string, Latencies> => {
  const lists = new Map<string, number[][]>();
  for (const { type, latencyMs, outcome, time, attributes, source } of events) {
    if (type !== 'payment' || (latencyMs === undefined && outcome !== 'timeout')) continue;
    const groups = [
      WHOLE,
      ...(attributes['bank'] === undefined ? [] : [groupKey('bank', attributes['bank'])]),
      ...(source === '' ? [] : [groupKey('source', source)]),
    ];
    for (const group of groups) {
      const minutes = lists.get(group) ?? Array.from({ length: MINUTES }, () => []);
      lists.set(group, minutes);
      if (latencyMs !== undefined) minutes[minuteOf(time) - THIS_MINUTE + MINUTES - 1]?.push(latencyMs);
    }
  }
  if (!lists.has(WHOLE))
    lists.set(
      WHOLE,
      Array.from({ length: MINUTES }, () => []),
    );
  return new Map(
    [...lists].map(([group, minutes]) => [
      group,
      minutes.map((values) => (values.length === 0 ? undefined : sketchOf(values))),
    ]),
  );
};

describe('the latencies of a metric whose limit is not known beforehand', () => {
  it.each([
    ['events are counted', aBaselineLatencyGuardrail({ by })],
    ['payments are counted: each try had one of its own', aBaselineLatencyGuardrail({ by, countBy: 'order' })],
  ])('are those of every event, for the whole, each group and each minute, where %s', (_sentence, guardrail) => {
    fc.assert(
      fc.property(segments, ({ all, lists }) => {
        expect(latenciesOf(guardrail, lists)).toEqual(expectedOf(all));
      }),
      { numRuns: 200 },
    );
  });

  it('are as many as the events that are not bad', () => {
    fc.assert(
      fc.property(segments, ({ lists }) => {
        for (const [, [series]] of measure(aBaselineLatencyGuardrail({ by }), lists))
          for (const [minute, sketch] of (series?.latencies ?? []).entries())
            expect(sketch === undefined ? 0 : countOf(sketch)).toBe(
              (series?.total[minute] ?? 0) - (series?.bad[minute] ?? 0),
            );
      }),
    );
  });

  it('have no timeout without one, though it counts', () => {
    const { latencyMs: _, ...timeout } = anEvent({ outcome: 'timeout' });
    const [series] = measure(aBaselineLatencyGuardrail(), [[timeout]]).get(WHOLE) ?? [];
    expect([series?.bad.at(-1), series?.total.at(-1), series?.latencies?.at(-1)]).toEqual([1, 1, undefined]);
  });

  it.each<[string, Guardrail]>([
    ['a latency with a fixed limit', aLatencyGuardrail({ by })],
    ['a rate', aGuardrail({ by })],
    [
      'a rate with a baseline',
      aGuardrail({ by, baseline: { weeks: 4, timezone: 'UTC' }, critical: { above: '2x baseline' } }),
    ],
    ['a volume', aVolumeGuardrail({ by })],
  ])('are not kept for %s', (_sentence, guardrail) => {
    for (const [series] of measure(guardrail, [[anEvent()]]).values()) expect(series).not.toHaveProperty('latencies');
  });
});
