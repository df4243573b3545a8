import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMinutes, type EpochMs, minuteOf, minutes, startOf } from '../../shared/core/units.ts';
import { aGuardrail } from '../support/builders.ts';
import { type Engine, engines } from '../support/engines.ts';
import { aWorld, at } from '../support/world.ts';
import { BYTES_PER_READ_UNIT, metered, type MeteredRead, storesOn, traffic, unitsOf } from './capacity-meter.ts';

let engine: Engine | undefined;
/** What each tick read of raw segments, by its minute. */
const ticks = new Map<number, readonly MeteredRead[]>();
/** Of the largest segment that was stored. */
let largest = 0;

beforeAll(async () => {
  const [embedded] = engines;
  engine = await embedded?.start();
  const table = await engine?.table();
  if (table === undefined) throw new Error('no engine');
  const [meter, stores] = [metered(table), storesOn(table)];
  const world = aWorld({ guardrails: [aGuardrail()], ...stores });
  for (let minute = 0; minute < 186; minute++) {
    await traffic(stores, minute);
    meter.raw = [];
    const report = await world.tick(minute + 1);
    expect(report).toMatchObject({ status: 'done', failures: [], sealed: { behind: 0 } });
    ticks.set(minute + 1, meter.raw);
  }
  ({ largest } = meter);
}, minutes(3));
afterAll(() => engine?.stop());

const unitsOfTick = (tick: number): number => unitsOf(ticks.get(tick) ?? []);
const clock = (time: EpochMs): string => new Date(time).toISOString().slice(11, 16);

/** The ticks lie alike in their hours: one that reads over the full hour asks two partitions. */
describe.each([
  ['five minutes', 6],
  ['an hour', 65],
  ['three hours', 185],
])('what a tick reads of raw segments after %s of constant traffic', (_, tick) => {
  it('is three minutes that are not sealed, and the one of them that it seals again', () => {
    const minute = (back: number): string => clock(startOf(addMinutes(minuteOf(at(tick)), -back)));
    const ranges = (ticks.get(tick) ?? []).map(({ range }) => range.join(' to '));
    expect([...new Set(ranges)]).toEqual([`${minute(3)} to ${minute(1)}`, `${minute(3)} to ${minute(3)}`]);
  });

  it('is billed as four minutes of events', () => {
    const perMinute = Math.ceil(largest / BYTES_PER_READ_UNIT);
    expect(perMinute).toBeGreaterThan(1);
    // A query of no items is billed nothing by this engine, and each of the others is rounded up.
    expect(unitsOfTick(tick)).toBeGreaterThanOrEqual(4 * (perMinute - 1));
    expect(unitsOfTick(tick)).toBeLessThanOrEqual(4 * perMinute);
  });
});

it('a tick after three hours reads no more than one after five minutes', () => {
  expect(Math.abs(unitsOfTick(185) - unitsOfTick(6))).toBeLessThanOrEqual(2);
});
