import { describe, expect, it } from 'vitest';
import { type BurnLevel, isBurning, testBurn } from '../../../shared/core/evidence/burn.ts';
import { judge } from '../../../shared/core/evidence/judge.ts';
import type { Look } from '../../../shared/core/evidence/look.ts';
import type { Series } from '../../../shared/core/rollup/series.ts';
import { addMinutes, MINUTES_PER_HOUR } from '../../../shared/core/units.ts';
import { drawWith } from '../../support/draw.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { anObjective, Counted } from './burning.ts';
import { binomialChances, chanceOfCalls } from './chances.ts';

const guardrail = anObjective();
const levels = guardrail.levels.filter(isBurning);

/**
 * The last `minutes`, of which all before is known too. Payments are spread evenly, and of the bad ones there are as many
 * as can be in the newest minutes, so that the short window never objects: of the long one alone is the chance promised.
 */
const seen = (bad: number, perMinute: number, minutes: number): Series => {
  const counts = Array.from({ length: MINUTES_PER_HOUR }, (_, index) => {
    const age = MINUTES_PER_HOUR - 1 - index;
    return Math.min(perMinute, Math.max(0, bad - age * perMinute));
  });
  const older = Math.max(0, minutes - MINUTES_PER_HOUR) / MINUTES_PER_HOUR;
  const from = addMinutes(THIS_MINUTE, -MINUTES_PER_HOUR);
  const total = perMinute * MINUTES_PER_HOUR;
  const hour = {
    bad: 0,
    total,
    minutes: MINUTES_PER_HOUR,
    badMinutes: 0,
    goodMinutes: MINUTES_PER_HOUR,
    squares: perMinute ** 2 * MINUTES_PER_HOUR,
    badSquaresOverTotal: 0,
  };
  return {
    from,
    bad: Float64Array.from(counts),
    total: Float64Array.from(counts, () => perMinute),
    older: Array.from({ length: older }, (_, index) => {
      const start = addMinutes(from, (index - older) * MINUTES_PER_HOUR);
      return { ...hour, from: start, to: addMinutes(start, MINUTES_PER_HOUR) };
    }),
    knownFrom: addMinutes(from, -older * MINUTES_PER_HOUR),
  };
};

const look = (series: Series, alpha: number): Look => ({
  guardrail,
  series: [series],
  now: THIS_MINUTE,
  alpha,
  history: 1,
});

describe('when the rate lies on the level', () => {
  const cells = levels.flatMap((level) => [1, 3, 10].map((perMinute) => [level.text, perMinute, level] as const));
  // Not a simulation: the chance of every outcome that is called a breach is added up.
  it.each(cells)('of %s, %d payments a minute are a breach no oftener than promised', (_, perMinute, level) => {
    const total = perMinute * level.burn.longMinutes;
    const chances = binomialChances(total, level.rate);
    const most = Math.min(total, Math.ceil(total * level.rate * 2 + 40));
    for (const alpha of [1e-2, 1e-4]) {
      const breaks = (bad: number): boolean =>
        testBurn(look(seen(bad, perMinute, level.burn.longMinutes), alpha), level).proven;
      expect(breaks(most)).toBe(true);
      expect(chanceOfCalls(chances, most, -1, breaks)).toBeLessThanOrEqual(alpha * (1 + 1e-6));
    }
  });

  it('the promise is used and not merely kept: of ten payments a minute over six hours most of it', () => {
    const level = levels.find(({ text }) => text === '6x budget');
    const called = (burning: BurnLevel): number =>
      chanceOfCalls(
        binomialChances(3_600, burning.rate),
        100,
        -1,
        (bad) => testBurn(look(seen(bad, 10, 360), 1e-2), burning).proven,
      );
    expect(level === undefined ? 0 : called(level)).toBeGreaterThan(0.4e-2);
  });
});

describe('a month in which nearly all that may fail does', () => {
  // Of each a look every half hour: looks share most of their windows.
  it.each([
    [1, 0.95],
    [10, 0.95],
    [100, 0.95],
    [100, 1],
  ])('at %d payments a minute and %d of the budget breaks nothing', (perMinute, share) => {
    const draw = drawWith(perMinute);
    const past = new Counted();
    const breaches: unknown[] = [];
    for (let minute = 0; minute < 33 * 24 * 60; minute++) {
      past.add([draw.binomial(perMinute, share * 0.001), perMinute]);
      if (minute < 3 * 24 * 60 || minute % 30 !== 0) continue;
      const verdict = judge(past.look(guardrail));
      if (verdict.kind === 'breach') breaches.push(verdict);
    }
    expect(breaches).toEqual([]);
  });
});
