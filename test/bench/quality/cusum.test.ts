import { describe, expect, it } from 'vitest';
import { slightlyVarying } from '../../../bench/quality/cells.ts';
import { countsOf } from '../../../bench/quality/counts.ts';
import { beginnings, cusum, lowest, tuneBeginning } from '../../../bench/quality/cusum.ts';
import { drawCounts } from '../../../bench/quality/traffic.ts';

const counts = (bad: readonly number[], total: number) =>
  countsOf(
    Float64Array.from(bad),
    Float64Array.from(bad, () => total),
  );

describe('the CUSUM', () => {
  // Of one event a minute a failure weighs ln(0.15 / 0.05) = 1.10, and a success ln(0.85 / 0.95) = -0.11.
  it('begins when failures outweigh successes by its threshold', () => {
    const turns = [...cusum({ expected: 0.15, begins: 2, ends: 9 })(counts([1, 0, 1], 1))];
    expect(turns).toEqual([{ at: 3, firing: true }]);
    expect([...cusum({ expected: 0.15, begins: 2.1, ends: 9 })(counts([1, 0, 1], 1))]).toEqual([]);
  });

  // Then a success weighs ln(0.98 / 0.95) = 0.031, and a failure ln(0.02 / 0.05) = -0.92, never below nothing.
  it('ends when successes since then do', () => {
    const bad = [1, 1, ...Array.from({ length: 40 }, () => 0)];
    expect([...cusum({ expected: 0.15, begins: 2, ends: 1 })(counts(bad, 1))]).toEqual([
      { at: 2, firing: true },
      { at: 35, firing: false },
    ]);
  });

  it('is counted anew each time it begins, after the first day', () => {
    const always = counts([1, 1, 1, 1, 1, 1], 1);
    expect(beginnings(always, { expected: 0.15, begins: 2 })).toBe(3);
    expect(beginnings(always, { expected: 0.15, begins: 2 }, 3)).toBe(2);
  });

  it.each([0, 3, 20])('is tuned to begin no more than %d times, and would with a lower threshold', (most) => {
    const drawn = drawCounts({ data: slightlyVarying, perMinute: 100, minutes: 5_000, rateAt: () => 0.05 }, 1);
    const begins = tuneBeginning(drawn, 0.08, most);
    expect(beginnings(drawn, { expected: 0.08, begins })).toBeLessThanOrEqual(most);
    expect(beginnings(drawn, { expected: 0.08, begins: begins - 0.02 })).toBeGreaterThan(most);
  });
});

it.each([0, 0.01, 0.02, 0.03, 1, 7.77])('the lowest threshold is found where it is %d', (wanted) => {
  expect(lowest((threshold) => threshold >= wanted)).toBe(wanted);
});
