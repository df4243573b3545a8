import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaymentEvent } from '../../shared/core/event/event.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import {
  attributeOf,
  type GroupedSeries,
  groupKey,
  limitGroups,
  OTHER,
  type Series,
} from '../../shared/core/rollup/series.ts';
import { sumSeries } from '../../shared/core/rollup/sum-series.ts';
import { addMinutes, addMs, durationMs, epochMs, minuteOf, MINUTES_PER_DAY } from '../../shared/core/units.ts';
import { aGuardrail, aLatencyGuardrail, anEvent, aWeightedGuardrail } from '../support/builders.ts';
import { at } from '../support/world.ts';
import { aBaselineLatencyGuardrail } from '../core/rollup/counting.ts';
import { aPast, type Banks, toldFrom } from './known-past.ts';
import { groupsOf, minutesOf, sealedMinutes } from './sealed-minutes.ts';

const by = ['bank', 'method'];
/** Of each attribute two groups at most are judged on their own. */
const guardrails: readonly Guardrail[] = [
  aGuardrail({ id: 'rate', by, groups: 2 }),
  aWeightedGuardrail({ id: 'value', by, groups: 2 }),
  aGuardrail({ id: 'by-order', countBy: 'order', by, groups: 2 }),
  aLatencyGuardrail({ id: 'latency', warning: { above: '100ms' }, critical: { above: '800ms' }, by, groups: 2 }),
  aBaselineLatencyGuardrail({ id: 'baseline', by, groups: 2 }),
];

const MINUTES = 4;
/** Every event has each attribute, and an order is of one bank and one method: the groups of each add up to the whole. */
const events: fc.Arbitrary<readonly PaymentEvent[]> = fc.array(
  fc
    .record({
      minute: fc.nat(MINUTES - 1),
      bank: fc.constantFrom('a', 'b', 'c', 'd', 'e', OTHER),
      method: fc.constantFrom('qr', 'card', 'nfc'),
      order: fc.constantFrom('1', '2'),
      outcome: fc.constantFrom('failed' as const, 'succeeded' as const),
      latencyMs: fc.constantFrom(0, 80, 99.9, 500, 801),
      amount: fc.constantFrom(0, 1, 250, 999_999),
    })
    .map(({ minute, bank, method, order, ...event }) =>
      anEvent({
        ...event,
        time: addMs(at(minute), durationMs(0)),
        attributes: { bank, method, order: `${bank} ${method} ${order}` },
      }),
    ),
  { maxLength: 40, size: 'max' },
);
const members = fc.subarray(['bank=a', 'bank=e', 'bank=(other)', 'method=nfc', 'bank=none'], { maxLength: 2 });

/** The same group by group, those of `own` by themselves and the others of an attribute as one. */
const folded = (groups: GroupedSeries, own: ReadonlySet<string>): GroupedSeries => {
  const byOwner = Map.groupBy(groups, ([group]) => (own.has(group) ? group : groupKey(attributeOf(group), OTHER)));
  return new Map(
    [...byOwner].map(([owner, [first, ...others]]) => [
      owner,
      (first?.[1] ?? []).map((series, metric) =>
        sumSeries([series, ...others.flatMap(([, all]) => all[metric] ?? [])]),
      ),
    ]),
  );
};

/** All that the groups of an attribute have, by metric, as text: counts, value and latencies. */
const sumOf = (groups: ReadonlyMap<string, readonly Series[]>, attribute: string): readonly Series[] => {
  const [first, ...others] = [...groups].filter(([group]) => attributeOf(group) === attribute).map(([, all]) => all);
  return (first ?? []).map((series, metric) => sumSeries([series, ...others.flatMap((all) => all[metric] ?? [])]));
};

describe('minutes that are sealed, and minutes that are not,', () => {
  it('are told of each group that has counts of its own, and the others lose nothing in the rest', async () => {
    const seen = { folded: 0, rawOnly: 0, members: 0 };
    await fc.assert(
      fc.asyncProperty(events, fc.nat(MINUTES), members, async (all, sealed, named) => {
        const world = sealedMinutes(guardrails);
        await world.put(all);
        for (let minute = 0; minute < sealed; minute++) await world.seal(minute);
        const always = new Map(guardrails.map(({ id }) => [id, new Set(named)]));
        const [rolled, raw] = [await world.rolled(0, MINUTES, always), await world.raw(0, MINUTES)];
        const inRollups = new Set(
          all
            .filter(({ time }) => time < at(sealed))
            .flatMap(({ attributes }) => [
              `bank=${String(attributes['bank'])}`,
              `method=${String(attributes['method'])}`,
            ]),
        );
        for (const guardrail of guardrails) {
          const counted = groupsOf(rolled, guardrail);
          const expected = groupsOf(raw, guardrail);
          const own = new Set([...counted.keys()].filter((group) => !group.endsWith(`=${OTHER}`)));
          expect(minutesOf(counted)).toEqual(minutesOf(folded(expected, own)));

          const whole = minutesOf(counted).get('');
          for (const attribute of all.length > 0 ? by : []) expect(sumOf(minutesOf(counted), attribute)).toEqual(whole);
          for (const attribute of by) {
            const ofRollups = [...own].filter((group) => attributeOf(group) === attribute && inRollups.has(group));
            const spared = ofRollups.filter((group) => named.includes(group));
            expect(ofRollups.length).toBeLessThanOrEqual(2 + spared.length);
          }
          for (const group of named.filter((each) => expected.has(each) && each !== 'bank=(other)')) {
            expect(own).toContain(group);
            seen.members++;
          }
          for (const group of expected.keys()) {
            if (!own.has(group) && group !== 'bank=(other)') seen.folded++;
            if (inRollups.has(group) || group === '' || group === 'bank=(other)') continue;
            expect(own).toContain(group);
            seen.rawOnly++;
          }
        }
      }),
      { numRuns: 60 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
  });
});

/** Payments of some banks in a minute: so many of each, of which every third has failed. */
const payments = (
  minute: number,
  banks: Readonly<Record<string, number>>,
  more: Partial<PaymentEvent> = {},
): PaymentEvent[] =>
  Object.entries(banks).flatMap(([bank, count]) =>
    Array.from({ length: count }, (_, index) =>
      anEvent({
        time: addMs(at(minute), durationMs(index)),
        outcome: index % 3 === 0 ? 'failed' : 'succeeded',
        attributes: { bank, method: 'qr', order: `${bank} ${index % 2}` },
        ...more,
      }),
    ),
  );
const totalsOf = (groups: GroupedSeries, metric = 0): Record<string, number> =>
  Object.fromEntries(
    [...groups].map(([group, all]) => [group, all[metric]?.total.reduce((sum, count) => sum + count, 0) ?? Number.NaN]),
  );

describe('the groups that are judged', () => {
  it('are those that counting everything from raw would come to, where each bank goes on as it was', async () => {
    const banks = fc.record(Object.fromEntries(['a', 'b', 'c', 'd', 'e', OTHER].map((bank) => [bank, fc.nat(4)])));
    await fc.assert(
      fc.asyncProperty(banks, fc.nat(MINUTES), members, async (each, sealed, named) => {
        const world = sealedMinutes(guardrails);
        for (let minute = 0; minute < MINUTES; minute++) await world.put(payments(minute, each));
        for (let minute = 0; minute < sealed; minute++) await world.seal(minute);
        const always = new Map(guardrails.map(({ id }) => [id, new Set(named)]));
        const [rolled, raw] = [await world.rolled(0, MINUTES, always), await world.raw(0, MINUTES)];
        for (const guardrail of guardrails)
          expect(minutesOf(limitGroups(groupsOf(rolled, guardrail), new Set(named), 2))).toEqual(
            minutesOf(limitGroups(groupsOf(raw, guardrail), new Set(named), 2)),
          );
      }),
      { numRuns: 60 },
    );
  });

  it('are 200 of an attribute where nothing else is said, and the rest has all of the others', async () => {
    const guardrail = aGuardrail({ by: ['bank'] });
    const world = sealedMinutes([guardrail]);
    const banks = Object.fromEntries(Array.from({ length: 230 }, (_, rank) => [`b${rank}`, 1 + (rank % 5)]));
    for (const minute of [0, 1, 2]) await world.put(payments(minute, banks));
    for (const minute of [0, 1]) await world.seal(minute);
    const always = new Map([[guardrail.id, new Set(['bank=b95'])]]);
    const groups = groupsOf(await world.rolled(0, 3, always), guardrail);
    // The whole, the rest, and one that is named.
    expect(groups.size).toBe(200 + 1 + 1 + 1);
    expect(totalsOf(groups)).toMatchObject({ '': 3 * 46 * 15, 'bank=b95': 3, 'bank=b4': 15, 'bank=(other)': 3 * 29 });
  });
});

describe('guardrails that count the same', () => {
  it('each have the groups of their own incidents, and as many others as they say', async () => {
    const [one, other, third] = [
      aGuardrail({ id: 'one', by: ['bank'], groups: 2 }),
      aGuardrail({ id: 'other', by: ['bank'], groups: 2 }),
      aGuardrail({ id: 'third', by: ['bank'], groups: 3 }),
    ];
    const world = sealedMinutes([one, other, third]);
    await world.put(payments(0, { a: 9, b: 8, c: 7, d: 2, e: 1 }));
    await world.seal(0);
    const always = new Map([
      ['one', new Set(['bank=d'])],
      ['other', new Set(['bank=e'])],
    ]);
    const rolled = await world.rolled(0, 1, always);
    const [whole, ab] = [{ '': 27 }, { 'bank=a': 9, 'bank=b': 8 }];
    expect(totalsOf(groupsOf(rolled, one))).toEqual({ ...whole, ...ab, 'bank=d': 2, 'bank=(other)': 8 });
    expect(totalsOf(groupsOf(rolled, other))).toEqual({ ...whole, ...ab, 'bank=e': 1, 'bank=(other)': 9 });
    expect(totalsOf(groupsOf(rolled, third))).toEqual({ ...whole, ...ab, 'bank=c': 7, 'bank=(other)': 3 });
    // What one of them folded is not gone from the rollups that they share.
    expect(await world.rolled(0, 1, always)).toEqual(rolled);
  });
});

describe('a guardrail over a month', () => {
  const monthly = aGuardrail({
    id: 'chargebacks',
    name: undefined,
    kind: 'monthly',
    bad: { type: 'chargeback' },
    of: { method: 'qr' },
    critical: { ratio: '1.5%', count: 100 },
    by: ['bank'],
    groups: 2,
  });
  const [chargebacks, paid] = [0, 1];

  it('has banks of which there are payments alone, or chargebacks alone, and all of both in the rest', async () => {
    const world = sealedMinutes([monthly]);
    for (const minute of [0, 1]) {
      await world.put(payments(minute, { a: 5, b: 4, c: 3, d: 1 }));
      await world.put(payments(minute, { b: 2, x: 3, y: 1 }, { type: 'chargeback' }));
    }
    await world.seal(0);
    const groups = groupsOf(
      await world.rolled(0, 2, new Map([['chargebacks', new Set(['bank=d', 'bank=y'])]])),
      monthly,
    );
    expect(totalsOf(groups, chargebacks)).toEqual({
      '': 12,
      'bank=b': 4,
      'bank=x': 6,
      'bank=d': 0,
      'bank=y': 2,
      'bank=(other)': 0,
    });
    expect(totalsOf(groups, paid)).toEqual({
      '': 26,
      'bank=b': 8,
      'bank=x': 0,
      'bank=d': 2,
      'bank=y': 0,
      'bank=(other)': 16,
    });
  });
});

describe('past weeks', () => {
  it('are told of a bank that is dead this week, and those of small ones in the rest', async () => {
    const guardrail = { ...aGuardrail({ by: ['bank'], groups: 2 }), baseline: { weeks: 3, timezone: 'UTC' } };
    const now = minuteOf(epochMs(Date.parse('2026-03-18T09:25:00Z')));
    const banks: Banks = (start) =>
      start < addMinutes(now, -3 * MINUTES_PER_DAY) ? { a: 5, b: 4, c: 3, dead: 9 } : { a: 5, b: 4, c: 3, d: 1 };
    const groups = groupsOf(await aPast(undefined, undefined, banks).count([guardrail], now), guardrail);
    expect([...groups.keys()].sort()).toEqual(['', 'bank=(other)', 'bank=a', 'bank=dead']);
    const [whole, dead, other] = ['', 'bank=dead', 'bank=(other)'].map((group) => groups.get(group)?.[0]);
    expect(toldFrom(dead ?? { total: new Float64Array(1).fill(1) })).toBe(0);
    expect(other && whole && toldFrom(other) / toldFrom(whole)).toBe(4 + 3 + 1);
    const share = (series: Series | undefined) =>
      series?.weeks?.map((week, index) => toldFrom(week) / toldFrom(whole?.weeks?.[index] ?? week));
    expect(share(dead)).toEqual([9, 9, 9]);
    expect(share(other)).toEqual([7, 7, 7]);
  });
});
