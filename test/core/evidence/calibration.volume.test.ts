import { describe, expect, it } from 'vitest';
import { evidenceDefaults } from '../../../shared/core/evidence/constants.ts';
import { test } from '../../../shared/core/evidence/volume.ts';
import type { Limit } from '../../../shared/core/guardrail/guardrail.ts';
import { epochMinute, perMinute } from '../../../shared/core/units.ts';
import { chanceOfCalls, volumeChances } from './chances.ts';

const MINUTES = 5;
const { breach, clear, volumeSpread } = evidenceDefaults;
const sides = ['below', 'above'] as const;

/** The chance that a look is called, when as many events are expected as the limit allows. */
const called = (side: Limit['direction'], expected: number, spread: number, what: 'breach' | 'clear'): number => {
  const most = Math.ceil(3 * expected + 60);
  const chances = volumeChances(expected, spread, most);
  const limit: Limit = { metric: 0, direction: side, rate: perMinute(expected / MINUTES), text: 'as expected' };
  const proves = (count: number): boolean =>
    test(
      { from: epochMinute(0), to: epochMinute(MINUTES), minutes: MINUTES, count },
      limit,
      side,
      what,
      what === 'breach' ? breach : clear,
    ).proven;
  return side === 'below' ? chanceOfCalls(chances, 0, 1, proves) : chanceOfCalls(chances, most, -1, proves);
};

describe('when the volume lies on the limit', () => {
  const expected = [0.01, 0.5, 5, 9.3, 12, 20, 100, 1_000, 10_000];

  it.each(sides.flatMap((side) => expected.map((events) => [side, events] as const)))(
    'a look is proven %s of %d events no oftener than promised',
    (side, events) => {
      for (const spread of [0, 0.05]) {
        expect(called(side, events, spread, 'breach')).toBeLessThanOrEqual(breach);
        expect(called(side, events, spread, 'clear')).toBeLessThanOrEqual(clear);
      }
    },
  );

  it.each(expected)('a look at %d events whose rate swings by all that is allowed for', (events) => {
    expect(called('below', events, volumeSpread, 'breach')).toBeLessThanOrEqual(breach);
    expect(called('below', events, volumeSpread, 'clear')).toBeLessThanOrEqual(clear);
    // A rate that swings has a longer upper tail than deflated counts have.
    expect(called('above', events, volumeSpread, 'breach')).toBeLessThanOrEqual(1.8 * breach);
    expect(called('above', events, volumeSpread, 'clear')).toBeLessThanOrEqual(1.1 * clear);
  });

  it('the promise is used: a tenth of it and more where 20 events are expected', () => {
    expect(called('below', 20, 0, 'breach')).toBeGreaterThan(0.1 * breach);
  });

  it('two minutes at least are judged', () => {
    const limit: Limit = { metric: 0, direction: 'below', rate: perMinute(1_000), text: '1000/min' };
    const silence = (minutes: number) =>
      test({ from: epochMinute(0), to: epochMinute(minutes), minutes, count: 0 }, limit, 'below', 'breach', breach);
    expect(silence(1)).toMatchObject({ proven: false, because: 'chance' });
    expect(silence(2).proven).toBe(true);
  });
});
