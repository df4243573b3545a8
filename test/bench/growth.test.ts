import { expect, it } from 'vitest';
import { atRest, type Cell } from '../../bench/growth/cell.ts';
import { now, remember } from '../../bench/growth/measure.ts';
import { partsOf } from '../../shared/core/rollup/part.ts';
import { addMinutes, startOf } from '../../shared/core/units.ts';

const small: Cell = { ...atRest, perSecond: 1, groups: 5 };

/** What the second tick of an evaluator costs. */
const tickOf = async (changed: Partial<Cell>) => {
  const { deps, table, tick, publisher } = await remember({ ...small, ...changed });
  await tick(startOf(now));
  const before = table.usage;
  const report = await tick(startOf(addMinutes(now, 1)));
  expect([report.warmingUp, publisher.sent]).toEqual([{}, []]);
  const { items, rawBytes, requests } = table.usage;
  return {
    items: items - before.items,
    rawBytes: rawBytes - before.rawBytes,
    requests: requests - before.requests,
    parts: partsOf(deps.guardrails).length,
    judged: [...report.observations.values()].reduce((sum, { size }) => sum + size, 0),
  };
};

/** 40 minutes past: those of this hour and the one before that are sealed, and the hours of a day before them. */
const ROLLUPS_OF_A_PART = 98 + 23;

it('more traffic is read only as the minutes that are not sealed', async () => {
  const [quiet, busy] = [await tickOf({}), await tickOf({ perSecond: 20 })];
  // Of the four minutes that are read raw, three batches of 500 in place of one.
  expect(busy.items - quiet.items).toBe(8);
  expect(busy.rawBytes).toBeGreaterThan(5 * quiet.rawBytes);
});

it.each([
  ['5 min', ROLLUPS_OF_A_PART],
  ['1 day', ROLLUPS_OF_A_PART],
  ['3 days', ROLLUPS_OF_A_PART + 48],
  // Of seven days those that no window cuts are read as one each.
  ['7 days', ROLLUPS_OF_A_PART + 29],
])('looking back %s reads %i rollups of a part', async (window, rollups) => {
  const [usual, some] = [await tickOf({}), await tickOf({ window })];
  expect(some.items - fixed(usual)).toBe(rollups * some.parts);
});

const fixed = ({ items, parts }: Awaited<ReturnType<typeof tickOf>>): number => items - ROLLUPS_OF_A_PART * parts;

it('a guardrail more is its rollups and its state more, and nothing else', async () => {
  const [three, nine] = [await tickOf({}), await tickOf({ guardrails: 9 })];
  expect(nine.parts).toBe(3 * three.parts);
  expect(fixed(nine) - fixed(three)).toBe(9 - 3);
});

it('more groups are as many requests, and at most two hundred of them are judged on their own', async () => {
  const [few, many] = [await tickOf({}), await tickOf({ groups: 400, perSecond: 20 })];
  expect(many.requests - few.requests).toBe(0);
  expect(few.judged).toBe(3 * (1 + 5));
  expect(many.judged).toBeLessThanOrEqual(3 * 202);
  expect(many.judged).toBeGreaterThan(3 * 150);
});
