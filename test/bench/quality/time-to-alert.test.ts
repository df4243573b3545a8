import { expect, it } from 'vitest';
import { quantileCells, sixthCells, timeToAlert } from '../../../bench/quality/time-to-alert.ts';

const minutes = (count: number): number => count * 60_000;

it('an outage of all payments of a busy system is told by the tick that ends its minute', async () => {
  const time = await timeToAlert({ perMinute: 300, failing: 1, phase: 20_000 });
  expect(time).toBeLessThanOrEqual(40_000);
  expect(time).toBeGreaterThan(35_000);
});

it('one that begins in the last second of a minute is told by the tick after the next', async () => {
  const time = await timeToAlert({ perMinute: 300, failing: 1, phase: 59_200 });
  expect(time).toBeLessThanOrEqual(60_800);
  expect(time).toBeGreaterThan(minutes(1) - 1_000);
});

it('what is made in the last second of a minute is not there yet when the tick looks', async () => {
  // Seven seconds of failures are enough for that tick; of these it knows six.
  expect(await timeToAlert({ perMinute: 300, failing: 1, phase: 53_000 })).toBeGreaterThan(minutes(1));
});

it('no outage is never told', async () => {
  expect(await timeToAlert({ perMinute: 20, failing: 0.02, phase: 0 })).toBe(Number.POSITIVE_INFINITY);
});

it('the figures are quantiles, of all and of each ten seconds', () => {
  const times = Array.from({ length: 60 }, (_, second) => 1_000 * (60 - second));
  expect(quantileCells(times)).toEqual(['0:04', '0:16', '0:31', '0:46', '0:58', '1:00']);
  expect(sixthCells(times)).toEqual(['0:56', '0:46', '0:36', '0:26', '0:16', '0:06']);
  expect(quantileCells([Number.POSITIVE_INFINITY])[0]).toBe('over 3 h');
});
