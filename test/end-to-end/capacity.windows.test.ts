import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Table } from '../../shared/adapters/dynamodb/client.ts';
import { someAtOnce } from '../../shared/app/some-at-once.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { minuteTally } from '../../shared/core/rollup/merge-tallies.ts';
import { partsOf } from '../../shared/core/rollup/part.ts';
import { mergeRollups, type Rollup } from '../../shared/core/rollup/rollup.ts';
import { encodeRollup } from '../../shared/core/rollup/encode-rollup.ts';
import { groupKey, WHOLE } from '../../shared/core/rollup/series.ts';
import {
  addMinutes,
  dayOf,
  type EpochMinute,
  minutes,
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
} from '../../shared/core/units.ts';
import type { RollupUnit } from '../../shared/ports/rollups.ts';
import { aGuardrail, THIS_MINUTE } from '../support/builders.ts';
import { type Engine, engines } from '../support/engines.ts';
import { aWorld } from '../support/world.ts';
import { type MeteredRead, metered, storesOn, traffic, unitsOf } from './capacity-meter.ts';

const plain = aGuardrail({ by: ['bank'] });
/** The same counts, judged over two windows: its levels speak only where both are broken. */
const over = (longMinutes: number, shortMinutes: number): Guardrail => ({
  ...plain,
  levels: plain.levels.map((level) => ({ ...level, burn: { factor: 10, longMinutes, shortMinutes } })),
});

const FIRST_DAY = dayOf(addMinutes(THIS_MINUTE, -8 * MINUTES_PER_DAY));
const TICKS = 12;

interface Metered {
  readonly raw: readonly MeteredRead[];
  readonly rolled: readonly MeteredRead[];
}

let engine: Engine | undefined;
const read = new Map<string, readonly Metered[]>();
const windows = new Map<string, Guardrail>([
  ['60 minutes', plain],
  ['3 days', over(3 * MINUTES_PER_DAY, 360)],
  ['7 days', over(7 * MINUTES_PER_DAY, MINUTES_PER_HOUR)],
]);

beforeAll(async () => {
  const [embedded] = engines;
  engine = await embedded?.start();
  for (const [name, guardrail] of windows) {
    const table = await engine?.table();
    if (table === undefined) throw new Error('no engine');
    await remember(table, guardrail);
    const [meter, stores] = [metered(table), storesOn(table)];
    const world = aWorld({ guardrails: [guardrail], ...stores });
    const ticks: Metered[] = [];
    // Raw events of minutes that are sealed: whoever reads them is billed for them.
    for (let minute = -MINUTES_PER_HOUR; minute < 0; minute++) await traffic(stores, minute);
    for (let minute = 0; minute < TICKS; minute++) {
      await traffic(stores, minute);
      [meter.raw, meter.rolled] = [[], []];
      expect(await world.tick(minute + 1)).toMatchObject({ status: 'done', failures: [], sealed: { behind: 0 } });
      ticks.push({ raw: meter.raw, rolled: meter.rolled });
    }
    read.set(name, ticks);
  }
}, minutes(2));
afterAll(() => engine?.stop());

/** Puts the hours and days of the last days, and the minutes of the last hour, as sealing would have left them. */
const remember = async (table: Table, guardrail: Guardrail): Promise<void> => {
  const { rollups } = storesOn(table);
  for (const part of partsOf([guardrail])) {
    const groups = part.by === '' ? [WHOLE] : ['icbc', 'ccb', 'abc', 'boc'].map((bank) => groupKey('bank', bank));
    const minute = { groups: new Map(groups.map((group) => [group, minuteTally(6, 600)])) };
    const hour = mergeRollups(Array.from({ length: MINUTES_PER_HOUR }, () => minute));
    const day = mergeRollups(Array.from({ length: 24 }, () => hour));
    const fill = (unit: RollupUnit, from: EpochMinute, to: EpochMinute, length: number, rollup: Rollup) =>
      someAtOnce(
        Array.from({ length: (to - from) / length }, (_, index) => addMinutes(from, index * length)),
        (start) => rollups.put(part, unit, { start, data: encodeRollup(rollup) }, 0, 'test'),
      );
    await fill('minute', addMinutes(THIS_MINUTE, -MINUTES_PER_HOUR), THIS_MINUTE, 1, minute);
    await fill('hour', FIRST_DAY, THIS_MINUTE, MINUTES_PER_HOUR, hour);
    await fill('day', FIRST_DAY, dayOf(THIS_MINUTE), MINUTES_PER_DAY, day);
  }
  await rollups.advance(addMinutes(THIS_MINUTE, -1), undefined, 'test');
};

const ticksOf = (name: string): readonly Metered[] => read.get(name) ?? [];

describe('the windows of a guardrail', () => {
  it.each([...windows.keys()].slice(1))('do not change what its ticks read of raw segments at %s', (name) => {
    const raw = (each: string): number[] => ticksOf(each).map((tick) => unitsOf(tick.raw));
    expect(raw(name)).toEqual(raw('60 minutes'));
    expect(raw(name).at(-1)).toBeGreaterThan(0);
    const ranges = (each: string): string[][] =>
      ticksOf(each).map((tick) => tick.raw.map(({ range }) => range.join(' to ')).toSorted());
    expect(ranges(name)).toEqual(ranges('60 minutes'));
  });

  it('change what they read of rollups, by hours and by days', () => {
    const rolled = (name: string): number => unitsOf(ticksOf(name).at(-1)?.rolled ?? []);
    const units = [...windows.keys()].map((name) => `${name}: ${rolled(name)}`).join(', ');
    process.stdout.write(`read units of rollups in a tick, by windows of ${units}\n`);
    expect(rolled('3 days')).toBeGreaterThan(rolled('60 minutes'));
    // In hours alone seven days would be more than twice three days.
    expect(rolled('7 days') - rolled('60 minutes')).toBeLessThan(2 * (rolled('3 days') - rolled('60 minutes')));
  });
});
