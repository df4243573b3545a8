import { describe, expect, it } from 'vitest';
import { aGuardrail } from '../../support/builders.ts';
import { drawWith } from '../../support/draw.ts';
import { type Said, simulate, type Simulation } from '../../support/simulate.ts';

/**
 * The incidents that the constants were chosen by, at a size for every run of the tests. The limit is 5 %, 2 % is normal;
 * an hour and a half of calm goes before each. What they are held against is column R of the simulations of the rule.
 */
const guardrail = aGuardrail();
const CALM = 90;
const NORMAL = 0.02;

/** Failure rate by the minutes since the incident began. */
type RateAt = (minute: number) => number;

const play = (
  { perMinute, minutes, rateAt, late = 0 }: { perMinute: number; minutes: number; rateAt: RateAt; late?: number },
  seed: number,
): Simulation => {
  const draw = drawWith(seed);
  return simulate(guardrail, CALM + minutes, (minute) => {
    const bad = draw.binomial(perMinute, minute < CALM ? NORMAL : rateAt(minute - CALM));
    return [bad, perMinute, minute < CALM || late === 0 ? 0 : draw.binomial(bad, late)];
  });
};
const plays = (runs: number, scene: Parameters<typeof play>[0]): Simulation[] =>
  Array.from({ length: runs }, (_, run) => play(scene, 1_000 + run));

const count = (said: readonly Said[], ...reasons: readonly Said['reason'][]): number =>
  said.filter(({ reason }) => reasons.includes(reason)).length;
const openings = ({ said }: Simulation): number => count(said, 'opened', 'reopened');
const resolves = ({ said }: Simulation): number => count(said, 'resolved');
/** Minutes since the incident began; never is infinitely late. */
const firstAt = ({ said }: Simulation, reason: Said['reason'], after = 0): number =>
  (said.find((one) => one.reason === reason && one.at > CALM + after)?.at ?? Number.POSITIVE_INFINITY) - CALM;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;

describe('an hour of failures', () => {
  // Minutes until the opening and from the end to the resolution, medians of R.
  const cases = new Map<string, [rate: number, perMinute: number, detect: number, resolve: number]>([
    ['40 % at 100 a minute', [0.4, 100, 1, 14]],
    ['40 % at 20 a minute', [0.4, 20, 2, 22]],
    // At one a minute windows of an hour can't prove a clear.
    ['40 % at 1 a minute', [0.4, 1, 16, Number.POSITIVE_INFINITY]],
    ['15 % at 20 a minute', [0.15, 20, 8, 26]],
    ['8 % at 100 a minute', [0.08, 100, 13, 14]],
    ['8 % at 1 000 a minute', [0.08, 1_000, 5, 11]],
  ]);
  it.each([...cases])('%s', (_, [rate, perMinute, detect, resolve]) => {
    const rateAt: RateAt = (minute) => (minute < 60 ? rate : NORMAL);
    const runs = plays(15, { perMinute, minutes: 160, rateAt });
    expect(median(runs.map((run) => firstAt(run, 'opened')))).toBeLessThanOrEqual(detect * 1.5 + 1);
    expect(median(runs.map((run) => firstAt(run, 'resolved', 60))) - 60).toBeLessThanOrEqual(resolve * 1.5);
    expect(mean(runs.map(openings))).toBeLessThanOrEqual(1);
  });
});

describe('an incident that only half ends: 40 % for 30 minutes, then 6 % for three hours, is not called over', () => {
  const rateAt: RateAt = (minute) => (minute < 30 ? 0.4 : 0.06);
  it.each([
    [5, 0.03],
    [20, 0.01],
    [100, 0],
  ])('at %d a minute, but in a share of %d', (perMinute, share) => {
    const runs = 60;
    const over = mean(plays(runs, { perMinute, minutes: 210, rateAt }).map(resolves));
    expect(over).toBeLessThanOrEqual(share + 3 * Math.sqrt(share / runs));
  });
});

describe('an incident that comes and goes', () => {
  it.each([100, 1_000])(
    '40 % in 2 minutes of every 10 is one, and not over while it lasts, at %d a minute',
    (perMinute) => {
      const rateAt: RateAt = (minute) => (minute % 10 < 2 ? 0.4 : NORMAL);
      for (const run of plays(10, { perMinute, minutes: 120, rateAt }))
        expect(run.said.map(({ reason }) => reason)).toEqual(['opened']);
    },
  );

  // At 1 000 a minute one minute without a failure would be proof enough, were the newest minute believed.
  it.each([100, 1_000])(
    'every other minute is seen in the first and never seems to recover, at %d a minute',
    (perMinute) => {
      const rateAt: RateAt = (minute) => (minute % 2 === 0 ? 0.4 : 0);
      const runs = plays(10, { perMinute, minutes: 60, rateAt });
      expect(median(runs.map((run) => firstAt(run, 'opened')))).toBe(1);
      for (const run of runs) expect([openings(run), run.recoveries, resolves(run)]).toEqual([1, 0, 0]);
    },
  );

  it('in one minute of nothing but failures is told once and resolved in a quarter of an hour', () => {
    const rateAt: RateAt = (minute) => (minute === 0 ? 1 : NORMAL);
    const runs = plays(20, { perMinute: 100, minutes: 60, rateAt });
    for (const run of runs) expect([firstAt(run, 'opened'), openings(run), resolves(run)]).toEqual([1, 1, 1]);
    const resolved = median(runs.map((run) => firstAt(run, 'resolved', 1) - 1));
    expect(resolved).toBeGreaterThanOrEqual(10);
    expect(resolved).toBeLessThanOrEqual(16);
  });
});

describe('failures of which 60 % arrive a minute after the successes', () => {
  it.each([
    [20, 10],
    [100, 5],
  ])('at %d a minute are told after about %d, and do not look well in between', (perMinute, detect) => {
    const runs = plays(30, { perMinute, minutes: 60, rateAt: () => 0.15, late: 0.6 });
    expect(median(runs.map((run) => firstAt(run, 'opened')))).toBeLessThanOrEqual(detect * 1.2);
    expect(mean(runs.map(({ recoveries }) => recoveries))).toBeLessThanOrEqual(perMinute === 20 ? 0.1 : 0);
    expect(mean(runs.map(resolves))).toBe(0);
  });
});
