import { describe, expect, it } from 'vitest';
import { aGuardrail } from '../../support/builders.ts';
import { type Draw, drawWith } from '../../support/draw.ts';
import { simulate } from '../../support/simulate.ts';

const DAY = 24 * 60;
const WEEK = 7 * DAY;
const LIMIT = 0.05;

type Payments = (draw: Draw, rate: number) => readonly [bad: number, total: number];

const openings = (payments: Payments, rate: number, seed: number, remembers = true): number => {
  const draw = drawWith(seed);
  const { said } = simulate(aGuardrail(), WEEK, () => payments(draw, rate), { remembers });
  return said.filter(({ reason }) => reason === 'opened' || reason === 'reopened').length;
};

describe('a week of a quiet group, judged over four hours and a day too, opens nothing', () => {
  const cases = new Map<string, Payments>([
    ['one payment a minute', (draw, rate) => [draw.binomial(1, rate), 1]],
    ['ten payments a day', (draw, rate) => (draw.chance(10 / DAY) ? [draw.binomial(1, rate), 1] : [0, 0])],
  ]);
  const cells = [...cases.keys()].flatMap((name) => [0.7, 0.9, 1].map((share) => [name, share] as const));
  it.each(cells)('%s at %d of the limit', (name, share) => {
    const payments = cases.get(name);
    if (payments === undefined) throw new Error(name);
    expect(openings(payments, LIMIT * share, 70)).toBe(0);
  });
});

describe('a week of one payment a minute of which each is five events opens no oftener than was known', () => {
  const retried: Payments = (draw, rate) => (draw.chance(0.2) ? [5 * draw.binomial(1, rate), 5] : [0, 0]);
  it.each([
    [0.7, 5],
    [0.9, 6],
    [1, 6],
  ])('at %d of the limit %d times', (share, times) => {
    expect(openings(retried, LIMIT * share, 300) + openings(retried, LIMIT * share, 301)).toBeLessThanOrEqual(
      2 * times,
    );
  });
});
