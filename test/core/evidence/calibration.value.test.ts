import { describe, expect, it } from 'vitest';
import { testBreach, testClear } from '../../../shared/core/evidence/test-limit.ts';
import { shareOf } from '../../../shared/core/evidence/window.ts';
import { drawWith } from '../../support/draw.ts';
import { VALUE_LIMIT as limit, valueWindow } from './amounts.ts';

describe('when the share of value lies on the limit', () => {
  // log-sd of the amounts, how much larger the bad ones are, events in the window, windows drawn
  it.each([
    [0.8, 1, 300, 3_000],
    [0.8, 3, 300, 3_000],
    [0.8, 3, 1_000, 1_500],
    [1.5, 1, 300, 3_000],
    [1.5, 3, 300, 3_000],
    [1.5, 3, 1_000, 1_500],
  ])(
    'amounts of sd %d, bad ones %d times as large, %d events: no oftener than promised',
    (sd, larger, events, runs) => {
      const draw = drawWith(7);
      const promised = 0.01;
      let [breaches, clears, sum] = [0, 0, 0];
      for (let run = 0; run < runs; run++) {
        const window = valueWindow(draw, events, sd, larger);
        sum += shareOf(window);
        if (testBreach(window, limit, promised).proven) breaches++;
        if (testClear(window, limit, promised).proven) clears++;
      }
      const most = promised + 3 * Math.sqrt((promised * (1 - promised)) / runs);
      expect(sum / runs).toBeGreaterThan(0.9 * limit.rate);
      expect(breaches / runs).toBeLessThanOrEqual(most);
      expect(clears / runs).toBeLessThanOrEqual(most);
    },
  );

  it('Kish by the sizes of all events alone would break the promise: the larger of both sizes does not', () => {
    const draw = drawWith(8);
    let [alone, both] = [0, 0];
    for (let run = 0; run < 2_000; run++) {
      const window = valueWindow(draw, 300, 0.8, 3);
      const { value } = window;
      if (value === undefined) throw new Error('expected value');
      // Without the sizes of the bad ones: as if they varied like the rest.
      const smaller = { ...value, badSquares: 0, largestBad: 0 };
      if (testBreach({ ...window, value: smaller }, limit, 0.001).proven) alone++;
      if (testBreach(window, limit, 0.001).proven) both++;
    }
    expect(alone / 2_000).toBeGreaterThan(5 * 0.001);
    expect(both / 2_000).toBeLessThanOrEqual(0.001 + 3 * Math.sqrt(0.001 / 2_000));
  });
});
