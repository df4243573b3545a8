import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Outcome, outcomes, type PaymentEvent } from '../../../shared/core/event/event.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { Measure } from '../../../shared/core/rollup/measure.ts';
import { buildColumns, byTimeAndFingerprint, rowOf } from '../../../shared/core/segment/build-columns.ts';
import { dedupe } from '../../../shared/core/segment/dedupe.ts';
import { addMinutes, addMs, minuteOf, minutes } from '../../../shared/core/units.ts';
import { aGuardrail, aLatencyGuardrail, anEvent, NOW, THIS_MINUTE } from '../../support/builders.ts';

const MINUTES = 3;
const FROM = addMinutes(THIS_MINUTE, 1 - MINUTES);

/** Counts per group and metric, each a list of `bad/total` from the oldest minute on. */
type Counts = Record<string, string[][]>;

/** Each list of events is a segment of its minute. */
const measured = (guardrail: Guardrail, segments: readonly (readonly PaymentEvent[])[]): Counts => {
  const measure = new Measure(guardrail, FROM, MINUTES);
  const byMinute = Map.groupBy(segments, ([first]) => minuteOf(first?.time ?? NOW));
  for (const [minute, lists] of byMinute)
    measure.add(
      minute,
      dedupe(lists.map((events) => buildColumns(minute, events.map(rowOf).sort(byTimeAndFingerprint)))),
    );
  const counts: Counts = {};
  for (const [group, metrics] of measure.series)
    counts[group] = metrics.map(({ bad, total }) => Array.from(total, (all, minute) => `${bad[minute]}/${all}`));
  return counts;
};

/** What a metric makes of an event: bad or not; undefined where it does not count it. */
type Judge = (event: PaymentEvent) => boolean | undefined;

/** The same with a loop over all events. */
const counted = (judges: readonly Judge[], by: readonly ('bank' | 'source')[], events: readonly PaymentEvent[]) => {
  const nothing = (): [number, number][][] => judges.map(() => Array.from({ length: MINUTES }, () => [0, 0]));
  const groups = new Map([['', nothing()]]);
  for (const event of events) {
    for (const [metric, judge] of judges.entries()) {
      const bad = judge(event);
      if (bad === undefined) continue;
      const values = by.map((field) => [field, field === 'bank' ? event.attributes['bank'] : event[field]] as const);
      const named = values.filter(([, value]) => value !== undefined && value !== '');
      for (const group of ['', ...named.map(([field, value]) => `${field}=${String(value)}`)]) {
        if (!groups.has(group)) groups.set(group, nothing());
        const pair = groups.get(group)?.[metric]?.[minuteOf(event.time) - FROM];
        if (pair === undefined) throw new RangeError(group);
        pair[0] += bad ? 1 : 0;
        pair[1] += 1;
      }
    }
  }
  const text = (pairs: readonly [number, number][]): string[] => pairs.map(([bad, total]) => `${bad}/${total}`);
  return Object.fromEntries([...groups].map(([group, metrics]) => [group, metrics.map(text)]));
};

const events = fc
  .record(
    {
      id: fc.uuid(),
      source: fc.constantFrom('', 'wallet', 'till'),
      time: fc.nat(MINUTES - 1).map((ago) => addMs(NOW, minutes(-ago))),
      type: fc.constantFrom('payment', 'payment', 'refund'),
      outcome: fc.constantFrom<Outcome>(...outcomes, 'timeout'),
      latencyMs: fc.constantFrom(0, 100, 799.9, 800, 800.1, 2000, 2001),
      attributes: fc.record({ bank: fc.constantFrom('icbc', 'ccb', 1, '1', true) }, { requiredKeys: [] }),
    },
    { requiredKeys: ['id', 'source', 'time', 'type', 'attributes'] },
  )
  .map((event): PaymentEvent => event);

/** Segments of one minute each, and now and then one of them a second time. */
const segments = fc.tuple(fc.array(events, { maxLength: 40 }), fc.nat(3), fc.boolean()).map(([all, size, again]) => {
  const lists = [...Map.groupBy(all, ({ time }) => minuteOf(time)).values()].flatMap((minute) =>
    [
      minute.filter((_, index) => index % (size + 1) === 0),
      minute.filter((_, index) => index % (size + 1) !== 0),
    ].filter((list) => list.length > 0),
  );
  return { all, lists: again ? [...lists, ...lists.slice(0, 1)] : lists };
});

describe('counting a guardrail', () => {
  it('of a rate finds what a loop over all events finds, for the whole and for each group', () => {
    const guardrail = aGuardrail({ bad: { outcome: ['failed', 'timeout'] }, by: ['bank', 'source'] });
    const failed: Judge = ({ type, outcome }) =>
      type === 'payment' ? outcome === 'failed' || outcome === 'timeout' : undefined;
    fc.assert(
      fc.property(segments, ({ all, lists }) => {
        expect(measured(guardrail, lists)).toEqual(counted([failed], ['bank', 'source'], all));
      }),
      { numRuns: 300 },
    );
  });

  it('of latency finds what a loop over all events finds, for each limit', () => {
    const guardrail = aLatencyGuardrail({ warning: { above: '800ms' }, critical: { above: '2s' }, by: ['bank'] });
    const slower =
      (limitMs: number): Judge =>
      ({ type, outcome, latencyMs }) => {
        if (type !== 'payment') return undefined;
        if (latencyMs === undefined) return outcome === 'timeout' ? true : undefined;
        return latencyMs > limitMs;
      };
    fc.assert(
      fc.property(segments, ({ all, lists }) => {
        expect(measured(guardrail, lists)).toEqual(counted([slower(2000), slower(800)], ['bank'], all));
      }),
      { numRuns: 300 },
    );
  });
});

describe('an event', () => {
  const bare = { id: 'a', source: '', time: NOW, type: 'payment', attributes: {} } as const;

  it.each<[string, Partial<PaymentEvent>, string]>([
    ['slower than the limit is bad', { latencyMs: 800.5 }, '1/1'],
    ['as slow as the limit is not', { latencyMs: 800 }, '0/1'],
    ['that timed out without a latency is bad', { outcome: 'timeout' }, '1/1'],
    ['that timed out with a latency below the limit is not', { outcome: 'timeout', latencyMs: 5 }, '0/1'],
    ['without a latency is not counted', { outcome: 'succeeded' }, '0/0'],
    ['that failed without a latency is not counted', { outcome: 'failed' }, '0/0'],
    ['of another type is not counted', { type: 'refund', latencyMs: 900 }, '0/0'],
  ])('%s', (_sentence, overrides, expected) => {
    expect(measured(aLatencyGuardrail(), [[{ ...bare, ...overrides }]])['']?.[0]?.at(-1)).toBe(expected);
  });

  it('that comes twice counts once', () => {
    const event = anEvent({ outcome: 'failed' });
    expect(measured(aGuardrail(), [[event], [event, anEvent()]])['']).toEqual([['0/0', '0/0', '1/2']]);
  });

  it('without the attribute is counted in the whole and in no group', () => {
    expect(measured(aGuardrail({ by: ['bank'] }), [[anEvent({ attributes: {} })]])).toEqual({
      '': [['0/0', '0/0', '0/1']],
    });
  });

  it('is counted in a group for each attribute, an empty value among them', () => {
    const event = anEvent({ attributes: { bank: '', method: 'qr' }, outcome: 'failed' });
    expect(Object.keys(measured(aGuardrail({ by: ['bank', 'method', 'outcome'] }), [[event]]))).toEqual([
      '',
      'bank=',
      'method=qr',
      'outcome=failed',
    ]);
  });
});

describe('a guardrail without events', () => {
  it('has the counts of its whole, all of them 0', () => {
    expect(measured(aGuardrail({ by: ['bank'] }), [])).toEqual({ '': [['0/0', '0/0', '0/0']] });
  });
});
