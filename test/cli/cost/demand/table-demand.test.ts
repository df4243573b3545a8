import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { assumed } from '../../../../cli/cost/assumed.ts';
import type { Asked } from '../../../../cli/cost/demand/asked.ts';
import { type PlayedHour, playHour } from '../../../../cli/cost/demand/hour-of-ticks.ts';
import { tableDemandOf } from '../../../../cli/cost/demand/table-demand.ts';
import { HOURS_PER_MONTH } from '../../../../cli/cost/prices.ts';
import { loadGuardrails } from '../../../../shared/core/guardrail/load.ts';
import type { Guardrail } from '../../../../shared/core/guardrail/guardrail.ts';
import { minutes, MINUTES_PER_HOUR, ratio } from '../../../../shared/core/units.ts';
import { aDeployment, guardrailsOf } from '../deployments.ts';
import { meteredHour } from './metered.ts';

const loaded = loadGuardrails(readFileSync('guardrails.yaml', 'utf8'), 'guardrails.yaml');
if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
const { guardrails } = loaded;

const PER_SECOND = 10;
/** As the metered payments are: 600 a minute in batches of 500 of one minute, of six banks and three methods. */
const deployment = aDeployment({
  eventsPerSecond: PER_SECOND,
  eventsPerBatch: 300,
  guardrails,
  groupsPerAttribute: 6,
});

let hour: PlayedHour;
let metered: Awaited<ReturnType<typeof meteredHour>>;
let meteredLate: typeof metered;
beforeAll(async () => {
  hour = await playHour(guardrails);
  metered = await meteredHour(guardrails, PER_SECOND);
  meteredLate = await meteredHour(guardrails, PER_SECOND, assumed.late.byMinutes);
}, minutes(3));

const requestsOf = ({ rollupReads, rollupWrites, rawReads, smallReads, smallWrites }: Asked): number =>
  rollupReads.length +
  rollupWrites.length +
  rawReads.reduce((sum, { queries }) => sum + queries, 0) +
  smallReads +
  smallWrites;

const expectWithin = (share: number, value: number, expected: number): void => {
  expect(value).toBeGreaterThan(expected * (1 - share));
  expect(value).toBeLessThan(expected * (1 + share));
};

describe('an hour of ticks that is only played', () => {
  it('asks for just what one asks of a table', () => {
    // States are read by each tick, and written once an hour; no store of the played hour hears of it.
    expect(requestsOf(hour.ticks) + MINUTES_PER_HOUR + guardrails.length).toBe(metered.requests);
  });

  it('with late events too, but for markers of its last minutes', () => {
    const late = requestsOf(hour.lateSealing) - requestsOf(hour.sealing);
    expectWithin(0.05, late, meteredLate.requests - metered.requests);
  });

  it('reads the past weeks of a baseline and the days of an objective, as docs/memory.md has them', async () => {
    const page = readFileSync('docs/memory.md', 'utf8');
    const documented = (name: string): number =>
      Number(new RegExp(`^\\| ${name} \\| each minute \\| ([\\d,]+) \\|`, 'm').exec(page)?.[1]?.replace(',', ''));
    const plain =
      '{ id: plain, kind: rate, bad: { outcome: [failed, timeout] }, by: [bank], critical: { above: 15% } }';
    const like = (rest: string): string =>
      `{ id: other, kind: rate, bad: { outcome: [failed, timeout] }, by: [bank], ${rest} }`;
    const itemsOf = async (rules: readonly Guardrail[]): Promise<number> =>
      (await playHour(rules)).ticks.rollupReads.reduce((sum, { items }) => sum + items, 0) / MINUTES_PER_HOUR;
    const alone = await itemsOf(guardrailsOf(plain));
    const added = async (rest: string): Promise<number> => (await itemsOf(guardrailsOf(plain, like(rest)))) - alone;
    const baseline = await added('baseline: { weeks: 4, timezone: Asia/Shanghai }, critical: { above: 3x baseline }');
    expectWithin(0.1, baseline, documented('baseline'));
    expectWithin(0.1, await added('objective: 99%'), documented('objective'));
  });

  it('judges a month once, and so reads it once', async () => {
    const monthly = '{ id: visa, kind: monthly, preset: visa-vamp }';
    const { ticks } = await playHour(guardrailsOf(monthly));
    const days = ticks.rollupReads.filter(({ unit }) => unit === 'day');
    expect(days.length).toBeGreaterThan(0);
    expect(days.length).toBeLessThan(10);
  });
});

describe('the units of a month', () => {
  const perHour = (units: number): number => units / HOURS_PER_MONTH;

  it('are those that the table meters', () => {
    const { rollups, rawReadUnits, small } = tableDemandOf(deployment, hour);
    expectWithin(0.08, perHour(rollups.readUnits + rawReadUnits + small.readUnits), metered.readUnits);
    expectWithin(0.02, perHour(rollups.writeUnits + small.writeUnits), metered.writeUnits);
  });

  it('of late events too', () => {
    // One a minute, of two batches.
    const { late } = tableDemandOf({ ...deployment, lateBatches: ratio(0.5) }, hour);
    // What the metered table wrote beside markers and rollups is the late segment itself.
    const segments = MINUTES_PER_HOUR * Math.ceil(metered.rawBytesPerMinute / 2 / 1024);
    expectWithin(0.15, perHour(late.readUnits), meteredLate.readUnits - metered.readUnits);
    expectWithin(0.15, perHour(late.writeUnits) + segments, meteredLate.writeUnits - metered.writeUnits);
  });

  it('of late events stop to grow where all of the last minutes are sealed again anyway', () => {
    const lateOf = (eventsPerBatch: number) =>
      tableDemandOf({ ...deployment, eventsPerSecond: 1_000, eventsPerBatch, lateBatches: ratio(0.5) }, hour).late;
    const [some, many] = [lateOf(100), lateOf(10)];
    expect(many.segments).toBe(10 * some.segments);
    // Ten times the markers, two units each, and no rollup more.
    expect(many.writeUnits - some.writeUnits).toBeCloseTo(2 * (many.segments - some.segments), 3);
  });
});
