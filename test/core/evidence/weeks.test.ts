import { describe, expect, it } from 'vitest';
import { aGuardrail, aVolumeGuardrail } from '../../support/builders.ts';
import { type Draw, drawWith } from '../../support/draw.ts';
import { simulate } from '../../support/simulate.ts';

const DAY = 24 * 60;
const WEEK = 7 * DAY;

/** Openings after the first day, in which hours of the past are yet to be learned from, and in it. */
const openings = (
  perMinute: number,
  bad: (draw: Draw) => number,
  remembers: boolean,
  minutes = WEEK,
): { firstDay: number; later: number } => {
  const draw = drawWith(50);
  const { said } = simulate(aGuardrail(), minutes, () => [bad(draw), perMinute], { remembers });
  const opened = said.filter(({ reason }) => reason === 'opened' || reason === 'reopened');
  const firstDay = opened.filter(({ at }) => at <= DAY).length;
  return { firstDay, later: opened.length - firstDay };
};

describe('a week at 90 % of the limit opens nothing', () => {
  const cases = new Map<string, [perMinute: number, bad: (draw: Draw) => number]>([
    ['independent events, 20 a minute', [20, (draw) => draw.binomial(20, 0.045)]],
    ['independent events, 1 000 a minute', [1_000, (draw) => draw.binomial(1_000, 0.045)]],
    ['rates that vary (ICC 0.002), 1 000 a minute', [1_000, (draw) => draw.betaBinomial(1_000, 0.045, 0.002)]],
  ]);
  it.each([...cases])('%s', (_, [perMinute, bad]) => {
    expect(openings(perMinute, bad, false)).toEqual({ firstDay: 0, later: 0 });
  });
});

describe('a week at 90 % of the limit opens nothing once past hours taught how much its minutes vary', () => {
  const cases = new Map<string, [perMinute: number, bad: (draw: Draw) => number]>([
    ['rates that vary more (ICC 0.01), 100 a minute', [100, (draw) => draw.betaBinomial(100, 0.045, 0.01)]],
    ['a failure is five events, 100 a minute', [100, (draw) => 5 * draw.binomial(20, 0.045)]],
  ]);
  it.each([...cases])('%s', (_, [perMinute, bad]) => {
    expect(openings(perMinute, bad, true).later).toBe(0);
  });

  it('and it must learn: without, retries open an incident many times a day', () => {
    const { firstDay, later } = openings(100, (draw) => 5 * draw.binomial(20, 0.045), false, 2 * DAY);
    expect(firstDay + later).toBeGreaterThan(5);
  });
});

describe('a volume', () => {
  const guardrail = aVolumeGuardrail({ critical: { below: '20/min' } });
  const volumes = (rateAt: (minute: number) => number, minutes: number, spread = 0.1) => {
    const draw = drawWith(9);
    return simulate(guardrail, minutes, (minute) => {
      const rate = rateAt(minute) * draw.logNormal(1, spread);
      // 1 000 chances make a Poisson count near enough.
      return [0, draw.binomial(1_000, rate / 1_000)];
    }).said;
  };

  it('at 110 % of its least for a week opens nothing, though its minutes swing by 10 %', () => {
    expect(volumes(() => 22, WEEK)).toEqual([]);
  });

  it('that falls to nothing is told within three minutes, and resolved when it is back for ten', () => {
    const said = volumes((minute) => (minute >= 90 && minute < 120 ? 0 : 60), 200);
    expect(said.map(({ reason }) => reason)).toEqual(['opened', 'resolved']);
    const [opened, resolved] = said;
    expect(opened?.at).toBeLessThanOrEqual(93);
    expect(resolved?.at).toBeGreaterThanOrEqual(131);
    expect(resolved?.at).toBeLessThanOrEqual(140);
  });

  it('is not missed before its first event', () => {
    expect(volumes((minute) => (minute < 300 ? 0 : 40), 400)).toEqual([]);
  });
});
