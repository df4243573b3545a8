import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaymentEvent } from '../../../shared/core/event/event.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { minuteTally } from '../../../shared/core/rollup/merge-tallies.ts';
import { metricId, partsOf } from '../../../shared/core/rollup/part.ts';
import { mergeRollups, type Rollup, rollupOf, rollupsOf } from '../../../shared/core/rollup/rollup.ts';
import { countOf, mergeSketches, sketchOf } from '../../../shared/core/rollup/sketch.ts';
import type { Tally } from '../../../shared/core/rollup/tally.ts';
import { dedupe } from '../../../shared/core/segment/dedupe.ts';
import {
  aGuardrail,
  aLatencyGuardrail,
  anEvent,
  aVolumeGuardrail,
  aWeightedGuardrail,
  THIS_MINUTE,
} from '../../support/builders.ts';
import { columnsOf } from '../../support/rows.ts';
import { encodeRollup } from '../../../shared/core/rollup/encode-rollup.ts';
import { aBaselineLatencyGuardrail, distinctMinutes, segments } from './counting.ts';
import { aRollup, aTally, minuteRollups } from './rolling.ts';

const rolled = ({ metrics: [metric] }: Guardrail, events: readonly PaymentEvent[], by = ''): Rollup => {
  if (metric === undefined) throw new Error('a guardrail has a metric');
  const distinct = dedupe(events.length === 0 ? [] : [columnsOf(events)]);
  return rollupOf({ id: metricId(metric), metric, by }, THIS_MINUTE, distinct);
};
const counts = ({ groups }: Rollup): [string, string][] =>
  [...groups].map(([key, { bad, total }]) => [key, `${bad}/${total}`]);

const failed = (overrides: Partial<PaymentEvent> = {}): PaymentEvent => anEvent({ outcome: 'failed', ...overrides });
const at = (bank: string): Partial<PaymentEvent> => ({ attributes: { bank } });

describe('the rollup of a minute', () => {
  it('has the whole where the part is by no attribute', () => {
    expect(counts(rolled(aGuardrail(), [failed(), anEvent(), anEvent()]))).toEqual([['', '1/3']]);
  });

  it('has each group where it is by one, the largest first, and not the whole', () => {
    const events = [failed(at('ccb')), anEvent(at('icbc')), anEvent(at('icbc')), anEvent({ attributes: {} })];
    expect(counts(rolled(aGuardrail(), events, 'bank'))).toEqual([
      ['bank=icbc', '0/2'],
      ['bank=ccb', '1/1'],
    ]);
  });

  it('has no group that has no counted event', () => {
    const events = [anEvent({ ...at('icbc'), type: 'refund' }), anEvent(at('ccb'))];
    expect(counts(rolled(aGuardrail(), events, 'bank'))).toEqual([['bank=ccb', '0/1']]);
    expect(rolled(aGuardrail(), [anEvent({ type: 'refund' })]).groups.size).toBe(0);
  });

  it('is there for a minute without events too: nothing happened, which is known', () => {
    expect(rolled(aGuardrail(), [])).toEqual({ groups: new Map() });
    expect(rolled(aGuardrail(), [], 'bank')).toEqual({ groups: new Map() });
  });

  it('counts an event that came twice once', () => {
    const event = failed();
    expect(counts(rolled(aGuardrail(), [event, event]))).toEqual([['', '1/1']]);
  });

  it('counts payments where the metric does', () => {
    const tries = Array.from({ length: 3 }, () => failed({ attributes: { bank: 'icbc', order: 'a' } }));
    const guardrail = aGuardrail({ countBy: 'order' });
    expect(counts(rolled(guardrail, tries))).toEqual([['', '1/1']]);
    expect(counts(rolled(guardrail, tries, 'bank'))).toEqual([['bank=icbc', '1/1']]);
  });

  it('has the value where the metric is weighted', () => {
    const events = [failed({ amount: 30 }), failed({ amount: 5 }), anEvent({ amount: 7 })];
    const value = { bad: 35, total: 42, badSquares: 925, totalSquares: 974, largestBad: 30 };
    expect(rolled(aWeightedGuardrail(), events).groups.get('')).toEqual(minuteTally(2, 3, value));
    expect(rolled(aWeightedGuardrail(), events, 'bank').groups.get('bank=icbc')).toEqual(minuteTally(2, 3, value));
  });

  it('keeps 2 000 groups, and the rest as (other)', () => {
    const events = Array.from({ length: 2100 }, (_, index) => failed(at(`b${String(index).padStart(4, '0')}`)));
    const { groups } = rolled(aGuardrail(), [...events, anEvent(at('b2050'))], 'bank');
    expect(groups.size).toBe(2001);
    expect([...groups.keys()][0]).toBe('bank=b2050');
    expect(groups.has('bank=b1998')).toBe(true);
    expect(groups.has('bank=b1999')).toBe(false);
    expect(groups.get('bank=(other)')).toEqual(minuteTally(100, 100));
  });
});

describe('the rollups of several parts', () => {
  const by = ['bank', 'source', 'order'];
  const guardrails: readonly Guardrail[] = [
    aGuardrail({ bad: { outcome: ['failed', 'timeout'] }, by }),
    aGuardrail({ id: 'again', bad: { outcome: ['failed', 'timeout'] }, by: ['source', 'channel'] }),
    aGuardrail({ countBy: 'order', by }),
    aLatencyGuardrail({ warning: { above: '800ms' }, critical: { above: '2s' }, by }),
    aBaselineLatencyGuardrail({ by }),
    aVolumeGuardrail({ by }),
    aWeightedGuardrail({ by }),
  ];

  it('are those of each by itself, whichever are asked for together', () => {
    fc.assert(
      fc.property(segments, fc.shuffledSubarray([...partsOf(guardrails)]), ({ lists }, parts) => {
        for (const [minute, distinct] of distinctMinutes(lists)) {
          const together = rollupsOf(parts, minute, distinct);
          expect([...together.keys()]).toHaveLength(parts.length);
          for (const part of parts) {
            const rollup = together.get(part);
            expect(rollup).toEqual(rollupOf(part, minute, distinct));
            expect([...(rollup?.groups.keys() ?? [])]).toEqual([...rollupOf(part, minute, distinct).groups.keys()]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are there for a minute without events', () => {
    const parts = partsOf([aGuardrail({ by: ['bank'] })]);
    expect([...rollupsOf(parts, THIS_MINUTE, dedupe([])).values()]).toEqual([
      { groups: new Map() },
      { groups: new Map() },
    ]);
  });
});

describe('the latencies of a minute', () => {
  const { latencyMs: _, ...unanswered } = anEvent({ outcome: 'timeout' });
  const events = [anEvent({ latencyMs: 80 }), anEvent({ latencyMs: 900, ...at('ccb') }), unanswered];

  it('are those of the whole, or of each group, where the limit is a multiple of what is normal', () => {
    expect(rolled(aBaselineLatencyGuardrail(), events)).toEqual({
      groups: new Map([['', minuteTally(1, 3, undefined, sketchOf([80, 900]))]]),
    });
    expect(rolled(aBaselineLatencyGuardrail(), events, 'bank')).toEqual({
      groups: new Map([
        ['bank=icbc', minuteTally(1, 2, undefined, sketchOf([80]))],
        ['bank=ccb', minuteTally(0, 1, undefined, sketchOf([900]))],
      ]),
    });
  });

  it('are missing where nobody answered', () => {
    expect(rolled(aBaselineLatencyGuardrail(), [unanswered], 'bank').groups.get('bank=icbc')).toEqual(aTally(1, 1));
  });
});

describe('the sketch of a minute', () => {
  const latencies = (...values: readonly number[]): PaymentEvent[] => values.map((latencyMs) => anEvent({ latencyMs }));

  it('holds the latencies of the events that are counted', () => {
    const events = [...latencies(10, 900, 30), anEvent({ latencyMs: 5000, type: 'refund' })];
    expect(rolled(aLatencyGuardrail(), events).sketch).toEqual(sketchOf([10, 900, 30]));
  });

  it('holds that of a copy once', () => {
    const event = anEvent({ latencyMs: 20 });
    expect(rolled(aLatencyGuardrail(), [event, event]).sketch).toEqual(sketchOf([20]));
  });

  it('holds no timeout without a latency, though it counts as slow', () => {
    const { latencyMs: _, ...timeout } = anEvent({ outcome: 'timeout' });
    const rollup = rolled(aLatencyGuardrail(), [timeout, ...latencies(10)]);
    expect(counts(rollup)).toEqual([['', '1/2']]);
    expect(countOf(rollup.sketch ?? sketchOf([]))).toBe(1);
  });

  it('is there for a minute without events', () => {
    expect(rolled(aLatencyGuardrail(), []).sketch).toEqual(sketchOf([]));
  });

  it.each<[string, Guardrail, string]>([
    ['groups', aLatencyGuardrail(), 'bank'],
    ['a rate', aGuardrail(), ''],
    ['a volume', aVolumeGuardrail(), ''],
    ['value', aWeightedGuardrail(), ''],
  ])('is not there for %s', (_sentence, guardrail, by) => {
    expect(rolled(guardrail, latencies(10), by)).not.toHaveProperty('sketch');
  });
});

describe('merged rollups', () => {
  const sumsOf = (rollups: readonly Rollup[], key: string): Tally =>
    mergeRollups(rollups).groups.get(key) ?? aTally(0, 0);

  it('have the sums of each group', () => {
    const merged = mergeRollups([
      aRollup({ 'bank=a': aTally(1, 2), 'bank=b': aTally(0, 5) }),
      aRollup({ 'bank=a': aTally(4, 4) }),
      aRollup({}),
    ]);
    expect(merged.groups).toEqual(
      new Map([
        [
          'bank=a',
          { bad: 5, total: 6, minutes: 2, badMinutes: 2, goodMinutes: 1, squares: 20, badSquaresOverTotal: 4.5 },
        ],
        ['bank=b', aTally(0, 5)],
      ]),
    );
    expect([...merged.groups.keys()]).toEqual(['bank=a', 'bank=b']);
  });

  it('have one sketch of all, where there are any', () => {
    const [one, other] = [sketchOf([1, 2]), sketchOf([900])];
    const merged = mergeRollups([{ ...aRollup({}), sketch: one }, aRollup({}), { ...aRollup({}), sketch: other }]);
    expect(merged.sketch).toEqual(mergeSketches([one, other]));
    expect(mergeRollups([aRollup({})])).not.toHaveProperty('sketch');
  });

  it('are nothing of none', () => {
    expect(mergeRollups([])).toEqual({ groups: new Map() });
  });

  it('keep 2 000 groups by their volume over the whole span', () => {
    const names = (from: number, count: number): Rollup =>
      aRollup(Object.fromEntries(Array.from({ length: count }, (_, index) => [`bank=b${from + index}`, aTally(0, 2)])));
    const { groups } = mergeRollups([names(1000, 1500), names(2500, 1500), names(3999, 1)]);
    expect(groups.size).toBe(2001);
    expect([...groups.keys()][0]).toBe('bank=b3999');
    expect(groups.get('bank=(other)')?.total).toBe(2000);
  });

  it('come to the same whether days are made of minutes or of hours, to the last digits of a fraction', () => {
    fc.assert(
      fc.property(minuteRollups, fc.nat(6), fc.nat(6), (rollups, from, to) => {
        const [one, two] = [Math.min(from, to), Math.max(from, to)];
        const parts = [rollups.slice(0, one), rollups.slice(one, two), rollups.slice(two)];
        const inHours = mergeRollups(parts.map(mergeRollups));
        const atOnce = mergeRollups(rollups);
        expect([...inHours.groups.keys()]).toEqual([...atOnce.groups.keys()]);
        expect(inHours.sketch).toEqual(atOnce.sketch);
        for (const [key, tally] of atOnce.groups) expectSame(inHours.groups.get(key), tally);
      }),
      { numRuns: 500 },
    );
  });

  it('come to the same bytes in whatever order the minutes are, but for fractions', () => {
    fc.assert(
      fc.property(minuteRollups, (rollups) => {
        const [one, other] = [mergeRollups(rollups), mergeRollups(rollups.toReversed())];
        expect([...other.groups.keys()]).toEqual([...one.groups.keys()]);
        const exact = ({ groups }: Rollup): Rollup => ({
          groups: new Map(
            Array.from(groups, ([key, { latencies, total, bad }]) => [
              key,
              minuteTally(bad, total, undefined, latencies),
            ]),
          ),
        });
        expect(encodeRollup(exact(other))).toEqual(encodeRollup(exact(one)));
      }),
    );
  });

  it('have every latency of each group, whether a day is made of minutes or of hours', () => {
    fc.assert(
      fc.property(minuteRollups, fc.nat(6), (rollups, cut) => {
        const inHours = mergeRollups([mergeRollups(rollups.slice(0, cut)), mergeRollups(rollups.slice(cut))]);
        for (const [key, { latencies }] of inHours.groups) {
          const all = rollups.flatMap(({ groups }) => groups.get(key)?.latencies ?? []);
          expect(latencies).toEqual(all.length === 0 ? undefined : mergeSketches(all));
        }
      }),
    );
  });

  it('have every event of what they are made of', () => {
    fc.assert(
      fc.property(minuteRollups, (rollups) => {
        for (const key of new Set(rollups.flatMap(({ groups }) => [...groups.keys()]))) {
          const all = rollups.map(({ groups }) => groups.get(key)).filter((tally) => tally !== undefined);
          expect(sumsOf(rollups, key)).toMatchObject({
            bad: all.reduce((sum, { bad }) => sum + bad, 0),
            total: all.reduce((sum, { total }) => sum + total, 0),
            minutes: all.length,
            badMinutes: all.filter(({ bad }) => bad > 0).length,
            goodMinutes: all.filter(({ bad, total }) => bad < total).length,
            squares: all.reduce((sum, { total }) => sum + total ** 2, 0),
          });
        }
      }),
    );
  });

  it('leave those that they are made of as they were', () => {
    const rollup = aRollup({ 'bank=a': aTally(1, 2) });
    mergeRollups([rollup, rollup]);
    expect(rollup).toEqual(aRollup({ 'bank=a': aTally(1, 2) }));
  });
});

/** Sums of whole numbers below 2^53 are exact in any order; of fractions and squares they are to 12 digits. */
const expectSame = (found: Tally | undefined, expected: Tally): void => {
  const { badSquaresOverTotal, value, ...rest } = expected;
  expect(found).toMatchObject(rest);
  const close = (left: number | undefined, right: number): void => {
    expect(Math.abs((left ?? Number.NaN) - right)).toBeLessThanOrEqual(1e-12 * right);
  };
  close(found?.badSquaresOverTotal, badSquaresOverTotal);
  if (value === undefined) expect(found).not.toHaveProperty('value');
  else
    for (const name of ['bad', 'total', 'badSquares', 'totalSquares', 'largestBad'] as const)
      close(found?.value?.[name], value[name]);
};
