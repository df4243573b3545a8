import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addTallies, foldTallies, minuteTally } from '../../../shared/core/rollup/merge-tallies.ts';
import { mergeSketches, type Sketch } from '../../../shared/core/rollup/sketch.ts';
import type { Tally } from '../../../shared/core/rollup/tally.ts';
import { drawWith } from '../../support/draw.ts';
import { minuteTallies, withLatencies } from './rolling.ts';

const expectClose = (found: number, exact: number, share: number): void => {
  expect(Math.abs(found - exact) / exact).toBeLessThan(share);
};

describe('the tally of a minute', () => {
  it.each<[string, Tally, Partial<Tally>]>([
    ['has a bad and a good minute', minuteTally(3, 10), { minutes: 1, badMinutes: 1, goodMinutes: 1, squares: 100 }],
    ['has no good minute where all is bad', minuteTally(4, 4), { minutes: 1, badMinutes: 1, goodMinutes: 0 }],
    ['has no bad minute where nothing is', minuteTally(0, 4), { minutes: 1, badMinutes: 0, goodMinutes: 1 }],
    ['has the share of its bad', minuteTally(3, 10), { badSquaresOverTotal: 0.9 }],
    [
      'is nothing where nothing was',
      minuteTally(0, 0),
      { minutes: 0, goodMinutes: 0, squares: 0, badSquaresOverTotal: 0 },
    ],
  ])('%s', (_sentence, tally, expected) => {
    expect(tally).toMatchObject(expected);
  });
});

describe('one group over time', () => {
  it('is the sum of what is said of each minute, and the largest bad value of all', () => {
    const value = { bad: 5, total: 9, badSquares: 25, totalSquares: 41, largestBad: 5 };
    const other = { bad: 7, total: 7, badSquares: 25, totalSquares: 25, largestBad: 4 };
    expect(addTallies(minuteTally(1, 2, value), minuteTally(3, 3, other))).toEqual({
      bad: 4,
      total: 5,
      minutes: 2,
      badMinutes: 2,
      goodMinutes: 1,
      squares: 13,
      badSquaresOverTotal: 3.5,
      value: { bad: 12, total: 16, badSquares: 50, totalSquares: 66, largestBad: 5 },
    });
  });
});

describe('the latencies of several tallies', () => {
  const all = fc.array(withLatencies(minuteTallies(false)), { minLength: 1, maxLength: 8 });
  const sketchOfAll = (tallies: readonly Tally[]): Sketch | undefined => {
    const sketches = tallies.flatMap(({ latencies }) => latencies ?? []);
    return sketches.length === 0 ? undefined : mergeSketches(sketches);
  };

  it.each<[string, (tallies: readonly Tally[]) => Tally]>([
    ['over time', (tallies) => tallies.reduce(addTallies)],
    ['of one minute', (tallies) => foldTallies(tallies, 1)],
    ['of an hour', (tallies) => foldTallies(tallies, 60)],
  ])('%s are those of all of them, missing where none has any', (_sentence, merge) => {
    fc.assert(
      fc.property(all, (tallies) => {
        const merged = merge(tallies);
        expect(merged.latencies).toEqual(sketchOfAll(tallies));
        expect('latencies' in merged).toBe(tallies.some(({ latencies }) => latencies !== undefined));
      }),
    );
  });
});

describe('several groups of one minute as one', () => {
  it('are exactly what they would be if they had been counted as one', () => {
    fc.assert(
      fc.property(fc.array(minuteTallies(false), { minLength: 1, maxLength: 20 }), (tallies) => {
        const [bad, total] = [
          tallies.reduce((sum, each) => sum + each.bad, 0),
          tallies.reduce((sum, each) => sum + each.total, 0),
        ];
        expect(foldTallies(tallies, 1)).toEqual(minuteTally(bad, total));
      }),
    );
  });

  it('have the value of all, and the largest bad one', () => {
    const value = { bad: 5, total: 9, badSquares: 25, totalSquares: 41, largestBad: 5 };
    expect(foldTallies([minuteTally(1, 2, value), minuteTally(1, 1), minuteTally(1, 2, value)], 1).value).toEqual({
      bad: 10,
      total: 18,
      badSquares: 50,
      totalSquares: 82,
      largestBad: 5,
    });
  });
});

describe('several groups of an hour as one', () => {
  /** The minutes of groups that each have so many events a minute, of which a share is bad. */
  const hours = (groups: number, events: number, rate: number, icc: number) => {
    const draw = drawWith(groups);
    const minutes = Array.from({ length: groups }, () =>
      Array.from({ length: 60 }, () => {
        const total = draw.binomial(Math.max(1, Math.ceil(events * 2)), events / Math.max(1, Math.ceil(events * 2)));
        return minuteTally(icc === 0 ? draw.binomial(total, rate) : draw.betaBinomial(total, rate, icc), total);
      }),
    );
    const folded = foldTallies(
      minutes.map((tallies) => tallies.reduce(addTallies)),
      60,
    );
    const exact = Array.from({ length: 60 }, (_, minute) =>
      foldTallies(
        minutes.map((each) => each[minute] ?? minuteTally(0, 0)),
        1,
      ),
    );
    return { folded, exact: exact.reduce(addTallies) };
  };

  it.each<[groups: number, events: number]>([
    [2, 100],
    [60, 1],
    [1000, 0.05],
    [1000, 3],
  ])('(%i with %d events a minute) are nearly what they would be if they had been counted as one', (groups, events) => {
    const { folded, exact } = hours(groups, events, 0.1, 0);
    expect(folded).toMatchObject({ bad: exact.bad, total: exact.total });
    expectClose(folded.squares, exact.squares, 0.05);
    expectClose(folded.badSquaresOverTotal, exact.badSquaresOverTotal, 0.05);
    expectClose(folded.minutes, exact.minutes, 0.05);
    expectClose(folded.badMinutes, exact.badMinutes, 0.05);
    expectClose(folded.goodMinutes, exact.goodMinutes, 0.05);
  });

  it('vary from minute to minute as they do, for chance and for more than chance', () => {
    const phi = ({ bad, total, minutes, badSquaresOverTotal }: Tally): number =>
      (badSquaresOverTotal - (bad * bad) / total) / ((bad / total) * (1 - bad / total)) / (minutes - 1);
    expectClose(phi(hours(40, 50, 0.1, 0).folded), 1, 0.1);
    const { folded, exact } = hours(40, 50, 0.1, 0.05);
    expect(phi(exact)).toBeGreaterThan(2);
    expectClose(phi(folded), phi(exact), 0.3);
  });

  it('of one event each vary as chance does: nothing else is known of them', () => {
    const folded = foldTallies(
      Array.from({ length: 200 }, (_, group) => minuteTally(group % 10 === 0 ? 1 : 0, 1)),
      60,
    );
    const rate = 0.1;
    expectClose(folded.badSquaresOverTotal, 200 * rate ** 2 + rate * (1 - rate) * (folded.minutes - 1), 1e-9);
  });

  it('have no more minutes than the span, nor fewer than the longest', () => {
    const half = { ...minuteTally(30, 60), minutes: 30, badMinutes: 30, goodMinutes: 0 };
    expect(foldTallies([half, half], 60)).toMatchObject({ minutes: 45, badMinutes: 45, goodMinutes: 0 });
    expect(
      foldTallies(
        Array.from({ length: 50 }, () => half),
        60,
      ).minutes,
    ).toBe(60);
    expect(foldTallies([half, minuteTally(0, 1)], 30).minutes).toBe(30);
  });

  it('have no more in their bad minutes than all of it', () => {
    const half = { ...minuteTally(30, 60), minutes: 2, badMinutes: 1, goodMinutes: 1, badSquaresOverTotal: 30 };
    expect(foldTallies([half, half], 60)).toMatchObject({ minutes: 4, badSquaresOverTotal: 60 });
  });

  it('are the one where there is one', () => {
    const half = { ...minuteTally(30, 60), minutes: 30 };
    expect(foldTallies([half], 60)).toBe(half);
  });
});
