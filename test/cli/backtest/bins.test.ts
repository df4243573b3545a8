import { describe, expect, it } from 'vitest';
import { Bins } from '../../../cli/backtest/bins.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';

const filled = (minutes: number): Bins => {
  const bins = new Bins(THIS_MINUTE);
  for (let minute = 0; minute < minutes; minute++) bins.add(addMinutes(THIS_MINUTE, minute), minute % 2, 1);
  return bins;
};

describe('bins', () => {
  it('hold each minute where there are few', () => {
    const bins = filled(3).inBinsOf(1);
    expect(bins.map(({ from, minutes, bad, total }) => [from - THIS_MINUTE, minutes, bad, total])).toEqual([
      [0, 1, 0, 1],
      [1, 1, 1, 1],
      [2, 1, 0, 1],
    ]);
  });

  it('are as many as were asked for together, the last with what is left', () => {
    expect(
      filled(5)
        .inBinsOf(2)
        .map(({ total }) => total),
    ).toEqual([2, 2, 1]);
  });

  it.each([1_000, 1_001, 43_200])('of %i minutes are at most a thousand, and lose nothing', (minutes) => {
    const bins = filled(minutes).inBinsOf(1);
    expect(bins.length).toBeLessThanOrEqual(1_000);
    expect(bins.length).toBeGreaterThan(minutes < 1_001 ? 999 : 400);
    expect(bins.reduce((sum, { total }) => sum + total, 0)).toBe(minutes);
    expect(bins.reduce((sum, { bad }) => sum + bad, 0)).toBe(Math.floor(minutes / 2));
  });

  it('take nothing of before they begin', () => {
    const bins = new Bins(THIS_MINUTE);
    bins.add(addMinutes(THIS_MINUTE, -1), 1, 1);
    expect(bins.inBinsOf(1)).toEqual([]);
  });
});
