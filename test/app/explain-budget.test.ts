import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryRollups } from '../../shared/adapters/memory/rollups.ts';
import { explainBudget } from '../../shared/app/explain-budget.ts';
import type { Notification } from '../../shared/core/incident/notification.ts';
import { minuteTally } from '../../shared/core/rollup/merge-tallies.ts';
import { metricId } from '../../shared/core/rollup/part.ts';
import { mergeRollups, type Rollup } from '../../shared/core/rollup/rollup.ts';
import { encodeRollup } from '../../shared/core/rollup/encode-rollup.ts';
import { type GroupKey, WHOLE } from '../../shared/core/rollup/series.ts';
import { addMinutes, dayOf, type EpochMinute, epochMinute, hourOf, startOf } from '../../shared/core/units.ts';
import type { RollupStore, RollupUnit } from '../../shared/ports/rollups.ts';
import { aGuardrail, THIS_MINUTE } from '../support/builders.ts';
import { drawWith } from '../support/draw.ts';
import { aMember, aNotification } from '../support/notifications.ts';
import { aProof } from '../support/proofs.ts';
import { aWorld, brittle } from '../support/world.ts';

const day = 24 * 60;
const anObjective = (overrides: Record<string, unknown> = {}) =>
  aGuardrail({ critical: undefined, objective: '99.9%', period: '7d', by: ['bank'], ...overrides });
const guardrail = anObjective();
const [metric] = guardrail.metrics;
const id = metric === undefined ? '' : metricId(metric);

/** Ten days of counts, the last of which is half over. */
const begin = addMinutes(dayOf(THIS_MINUTE), -9 * day);
const end = addMinutes(dayOf(THIS_MINUTE), day / 2 + 17);
const minutes = end - begin;
const draw = drawWith(9);
const counts = Array.from({ length: minutes }, () => ({ bad: draw.binomial(10, 0.002), total: 10 }));
const sumOf = (from: EpochMinute, to: EpochMinute) =>
  counts
    .slice(from - begin, to - begin)
    .reduce((sum, { bad, total }) => ({ bad: sum.bad + bad, total: sum.total + total }), {
      bad: 0,
      total: 0,
    });

const others: readonly [GroupKey, number][] = [
  ['bank=abc', 3],
  ['bank=(other)', 1],
];
const whole = memoryRollups();
const byBank = memoryRollups();

beforeAll(async () => {
  const fill = async (store: RollupStore, by: string, rollupOf: (minute: number) => Rollup): Promise<void> => {
    const put = (unit: RollupUnit, start: EpochMinute, rollup: Rollup) =>
      store.put({ id, by }, unit, { start, data: encodeRollup(rollup) }, 0, 'test');
    const rollups = Array.from({ length: minutes }, (_, minute) => rollupOf(minute));
    for (const [minute, rollup] of rollups.entries()) await put('minute', addMinutes(begin, minute), rollup);
    for (let hour = 0; hour + 60 <= minutes; hour += 60)
      await put('hour', addMinutes(begin, hour), mergeRollups(rollups.slice(hour, hour + 60)));
    for (let start = 0; start + day <= minutes; start += day)
      await put('day', addMinutes(begin, start), mergeRollups(rollups.slice(start, start + day)));
    await store.advance(epochMinute(end - 1), undefined, 'test');
  };
  const tallyAt = (minute: number) => minuteTally(counts[minute]?.bad ?? 0, counts[minute]?.total ?? 0);
  await fill(whole, '', (minute) => ({ groups: new Map([[WHOLE, tallyAt(minute)]]) }));
  await fill(byBank, 'bank', (minute) => ({
    // On one day `bank=abc` is among the others.
    groups: new Map([
      ['bank=icbc', tallyAt(minute)],
      ...others
        .filter(([group]) => (group === 'bank=abc') === minute < 6 * day)
        .map(([group, bad]) => [group, minuteTally(bad, 10)] as const),
    ]),
  }));
});

/** The same with a cursor elsewhere, and without what starts in some minutes. */
const seen = (
  rollups: RollupStore,
  sealedThrough: EpochMinute,
  isMissing: (unit: RollupUnit, start: EpochMinute) => boolean = () => false,
): RollupStore => ({
  ...rollups,
  sealedThrough: async () => sealedThrough,
  read: async (part, unit, from, to, asOf) =>
    (await rollups.read(part, unit, from, to, asOf)).filter(
      ({ start }) => start <= sealedThrough && !isMissing(unit, start),
    ),
});

const told = (group: GroupKey, overrides: Partial<Notification> = {}): Notification =>
  aNotification({ members: [aMember({ group })], peak: { group, proof: aProof() }, ...overrides });
const budgetOf = (notification: Notification, rollups: RollupStore, now = end, rule = guardrail) =>
  explainBudget(notification, rule, rollups, startOf(now));

describe('the budget of a message', () => {
  it('is what came and what failed from the hour on in which the period began, to the last sealed minute', async () => {
    const sealed = addMinutes(end, -4);
    const to = addMinutes(end, -3);
    const from = hourOf(addMinutes(to, -7 * day));
    const { bad, total } = sumOf(from, to);
    expect(await budgetOf(told(WHOLE), seen(whole, sealed))).toEqual({
      group: WHOLE,
      from,
      to,
      bad,
      total,
      left: 1 - bad / (total * (1 - 0.999)),
      objective: '99.9%',
      days: 7,
    });
  });

  it('is exact whenever it is asked for, whatever is not known', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 8 * day, max: minutes - 1 }),
      fc.integer({ min: 0, max: 8 * day }),
      fc.constantFrom<RollupUnit | 'none'>('none', 'day', 'hour'),
      async (sealedAt, knownFrom, missing) => {
        const sealed = addMinutes(begin, sealedAt);
        const first = addMinutes(begin, knownFrom);
        const store = seen(whole, sealed, (unit, start) => unit === missing || start < first);
        const budget = await budgetOf(told(WHOLE), store);
        const to = addMinutes(sealed, 1);
        const from = epochMinute(Math.max(hourOf(addMinutes(to, -7 * day)), first));
        expect(budget).toMatchObject({ ...sumOf(from, to), from, to });
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  it('begins after a hole in what is known', async () => {
    const hole = addMinutes(end, -1_000);
    const store = seen(
      whole,
      epochMinute(end - 1),
      (unit, start) => start <= hole && hole < start + { minute: 1, hour: 60, day }[unit],
    );
    expect(await budgetOf(told(WHOLE), store)).toMatchObject({ from: addMinutes(hole, 1), to: end });
  });

  it('is read as a few stretches: days in one go, hours by the day, minutes of this hour', async () => {
    const reads: string[] = [];
    const counting: RollupStore = {
      ...whole,
      read: (part, unit, from, to, asOf) => {
        reads.push(unit);
        return whole.read(part, unit, from, to, asOf);
      },
    };
    await budgetOf(told(WHOLE), counting);
    expect(reads).toEqual(['minute', 'hour', 'day', 'hour']);
  });

  it('is that of the group named first, and of the one that was worst when it is over', async () => {
    const store = seen(byBank, epochMinute(end - 1));
    const notification = told('bank=icbc', { peak: { group: 'bank=abc', proof: aProof() } });
    expect(await budgetOf(notification, store)).toMatchObject({ group: 'bank=icbc', total: 10 * (7 * day + 17) });
    const over = told('bank=abc', { reason: 'resolved', peak: { group: 'bank=icbc', proof: aProof() } });
    expect(await budgetOf(over, store)).toMatchObject({ group: 'bank=icbc' });
  });

  it('is not told of a group that is among the others, or was at some time', async () => {
    const store = seen(byBank, epochMinute(end - 1));
    expect(await budgetOf(told('bank=(other)'), store)).toBeUndefined();
    expect(await budgetOf(told('bank=abc'), store)).toBeUndefined();
  });

  it('is not told of a group without events, before anything is sealed, or of a rule without an objective', async () => {
    expect(await budgetOf(told('method=qr'), seen(byBank, epochMinute(end - 1)))).toBeUndefined();
    expect(await budgetOf(told(WHOLE), memoryRollups())).toBeUndefined();
    expect(await budgetOf(told(WHOLE), whole, end, aGuardrail())).toBeUndefined();
  });
});

describe('at the pace of the window of the proof', () => {
  const burning = (bad: number, length: number, overrides: Partial<Notification> = {}): Notification => {
    const proof = aProof({ from: addMinutes(end, -length), to: end, bad, total: 100_000 });
    return told(WHOLE, { members: [aMember({ group: WHOLE, proof })], ...overrides });
  };
  // 0.2 % failing of what may fail 1 %: a fifth is spent.
  const rule = anObjective({ objective: '99%' });
  const allowed = 0.01 * 10 * (7 * day + 17);
  const { bad: spent } = sumOf(hourOf(addMinutes(end, -7 * day)), end);

  it('it is gone when all that is left has failed too', async () => {
    const budget = await budgetOf(burning(600, 60), whole, end, rule);
    expect(budget?.left).toBeCloseTo(1 - spent / allowed, 9);
    expect(budget?.goneAt).toBe(end + Math.ceil((allowed - spent) / 10));
  });

  it.each([
    ['where that is later than a whole period', burning(1, 60)],
    ['where nothing fails', burning(0, 60)],
    ['where it is over', burning(600, 60, { reason: 'resolved' })],
  ])('nothing is said %s', async (_, notification) => {
    expect(await budgetOf(notification, whole, end, rule)).not.toHaveProperty('goneAt');
  });

  it('nothing is said where it is gone already', async () => {
    const budget = await budgetOf(burning(600, 60), whole);
    expect(budget?.left).toBeLessThan(0);
    expect(budget).not.toHaveProperty('goneAt');
  });
});

describe('a tick', () => {
  const objective = { guardrails: [anObjective()] };
  const outage = async (world: ReturnType<typeof aWorld>): Promise<void> => {
    for (let minute = 0; minute < 8; minute++) {
      await world.traffic(minute, minute < 5 ? 0 : 60, 60);
      await world.tick(minute + 1);
    }
  };
  const textOf = ({ publisher }: ReturnType<typeof aWorld>): string => JSON.stringify(publisher.sent);

  it('tells it with the message', async () => {
    const world = aWorld(objective);
    await outage(world);
    expect(world.reasons()).toEqual(['opened']);
    expect(textOf(world)).toContain('Error budget of 7 days');
  });

  it('tells the message without it where it cannot be read', async () => {
    const down = brittle(memoryRollups(), (_, method) => (method === 'read' ? 'before' : undefined));
    const world = aWorld({ ...objective, rollups: down });
    await outage(world);
    expect(world.reasons()).toEqual(['opened']);
    expect(textOf(world)).not.toContain('Error budget');
  });
});
