import { beforeAll, describe, expect, it } from 'vitest';
import { type Replayed, replayed } from '../../bench/replayed.ts';
import { dayOf, minutes, MINUTES_PER_HOUR } from '../../shared/core/units.ts';
import { THIS_MINUTE } from '../support/builders.ts';

const HOURS = 25;
let replay: Replayed;

/** A day and an hour, with the evaluator away for half of it: `npm run bench -- replay` does 35 days with all ticks. */
beforeAll(async () => {
  const plan = {
    start: dayOf(THIS_MINUTE),
    perMinute: 12,
    poor: [0, 0],
    failing: [60, 100],
    dead: [130, 190],
    away: [220, 1_140],
    slow: [1_170, 1_230],
  } as const;
  replay = await replayed(plan, HOURS * MINUTES_PER_HOUR, 7);
}, minutes(3));

describe('a day and an hour of payments, some of them late', () => {
  it('leave in every minute, hour and day what they come to when they are counted one by one', () => {
    expect(replay.wrong).toEqual([]);
    expect(replay.events).toBeGreaterThan(10_000);
    const parts = 7;
    // The last tick is ten minutes after the last payment, and seals up to three minutes before it.
    const sealed = HOURS * MINUTES_PER_HOUR + 10 - 2;
    expect(replay.compared).toEqual({ minute: parts * sealed, hour: parts * HOURS, day: parts });
  });

  it('leave quantiles within 1 %', () => {
    expect(replay.worstQuantile).toBeLessThanOrEqual(0.01 + 1e-9);
    expect(replay.worstQuantile).toBeGreaterThan(0.001);
  });

  it('have every minute that was late sealed again, and leave nothing waiting', () => {
    expect(replay.late).toBeGreaterThan(80);
    expect(replay.again).toBeGreaterThan(50);
    expect(replay.resealed).toBeGreaterThanOrEqual(replay.late / 2);
    expect(replay.left).toBe(0);
  });

  it('have their two incidents told, from opened to resolved, and nothing else', () => {
    expect(replay.told).toEqual([
      expect.stringMatching(/^6\d CRITICAL Failures: bank=icbc/),
      expect.stringMatching(/^1[0-3]\d RESOLVED Failures: bank=icbc/),
      expect.stringMatching(/^11[78]\d CRITICAL Latency: method=transfer/),
      expect.stringMatching(/^1[23]\d\d RESOLVED Latency: method=transfer/),
    ]);
  });
});
