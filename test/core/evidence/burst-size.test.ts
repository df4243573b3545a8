import { describe, expect, it } from 'vitest';
import { burstSize } from '../../../shared/core/evidence/burst-size.ts';
import type { HourOfCounts } from '../../../shared/core/evidence/hour-of-counts.ts';
import { medianOf } from '../../../shared/core/evidence/median.ts';
import { epochMinute } from '../../../shared/core/units.ts';
import { bucketOf } from '../../support/bucket.ts';
import { type Draw, drawWith } from '../../support/draw.ts';
import type { Minute } from './looks.ts';

const medianSize = (minute: (draw: Draw, minute: number) => Minute): number => {
  const draw = drawWith(3);
  const anHour = (): HourOfCounts =>
    bucketOf(
      epochMinute(0),
      Array.from({ length: 60 }, (_, index) => minute(draw, index)),
    );
  return medianOf(Array.from({ length: 101 }, () => burstSize(anHour())));
};
/** As many of 10 chances as come to `mean`: near enough to what comes by chance. */
const some = (draw: Draw, mean: number): number => draw.binomial(Math.max(10, 3 * mean), mean / Math.max(10, 3 * mean));
const failing = (draw: Draw, total: number, rate = 0.05): Minute => [draw.binomial(total, rate), total];

describe('the size of bursts', () => {
  it('is exact in a case by hand', () => {
    // 10 bad events in 4 of 20 minutes: 20 ln(20 / 16) = 4.46 bursts.
    const hour = { minutes: 20, badMinutes: 4, bad: 10, total: 40, badSquaresOverTotal: 8 };
    expect(burstSize(hour)).toBeCloseTo(10 / (20 * Math.log(20 / 16)), 12);
  });

  it.each([1, 2, 5, 20, 100])('is about 1 of independent events, %d a minute', (perMinute) => {
    const size = medianSize((draw) => failing(draw, some(draw, perMinute)));
    expect(size).toBeGreaterThan(0.85);
    expect(size).toBeLessThan(1.1);
  });

  it.each([2, 5, 20].flatMap((size) => [1, 5, 20].map((perMinute) => [size, perMinute] as const)))(
    'is that of retries: each failure %d events, %d payments a minute',
    (size, perMinute) => {
      const learned = medianSize((draw) => {
        const payments = some(draw, perMinute);
        const failed = draw.binomial(payments, 0.04);
        return [size * failed, payments + (size - 1) * failed];
      });
      expect(learned).toBeGreaterThan(0.9 * size);
      expect(learned).toBeLessThan(1.1 * size);
    },
  );

  it('is none of a job that runs once in ten minutes, whose failures are as many as its events say', () => {
    const size = medianSize((draw, minute) => failing(draw, minute % 10 === 0 ? 100 : 1, 0.02));
    expect(size).toBeLessThan(1.3);
    const asBursts = medianSize((draw, minute) => {
      const [bad] = failing(draw, minute % 10 === 0 ? 100 : 1, 0.02);
      return [bad, bad + 1];
    });
    expect(asBursts).toBeGreaterThan(1.8);
  });

  it('is 1 where nothing failed, and where hardly a minute was without a failure', () => {
    const hour = { minutes: 60, badMinutes: 0, bad: 0, total: 60, badSquaresOverTotal: 0 };
    expect(burstSize(hour)).toBe(1);
    const busy = { ...hour, total: 6_000, bad: 300, badSquaresOverTotal: 15 };
    expect(burstSize({ ...busy, badMinutes: 55 })).toBe(1);
    expect(burstSize({ ...busy, badMinutes: 54 })).toBeGreaterThan(1.9);
    expect(burstSize({ ...busy, badMinutes: 60 })).toBe(1);
  });
});
