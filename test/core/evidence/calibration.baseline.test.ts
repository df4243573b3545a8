import { describe, expect, it } from 'vitest';
import { chanceOfAtLeast } from '../../../shared/core/evidence/binomial.ts';
import { evidenceDefaults } from '../../../shared/core/evidence/constants.ts';
import type { Look } from '../../../shared/core/evidence/judge.ts';
import { share } from '../../../shared/core/evidence/share.ts';
import { volume } from '../../../shared/core/evidence/volume.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { aGuardrail, aVolumeGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { lookAt, steady } from './baseline-weeks.ts';
import { binomialChances, chanceOfCalls, volumeChances } from './chances.ts';
import { medianChances } from './median-chances.ts';

const baseline = { weeks: 4, timezone: 'Asia/Shanghai' };
const { breach, clear } = evidenceDefaults;
const weekCounts = [3, 4] as const;
const MINUTES = 10;
const from = addMinutes(THIS_MINUTE, -MINUTES);
/** Ten minutes and the margin on either side. */
const SPAN = MINUTES + 2 * evidenceDefaults.baseline.margin;

/** Ten minutes of a rate, after weeks whose median is given. */
const rateLook = (
  guardrail: Guardrail,
  [bad, total]: readonly [number, number],
  median: number,
  perWeek: number,
  weeks: number,
): Look =>
  lookAt(guardrail, {
    now: steady(bad / MINUTES, total / MINUTES),
    weeks: Array.from({ length: weeks }, () => steady(median / SPAN, perWeek / SPAN)),
  });

/** The smallest number up to `most` from which on `called` holds, or one more than it. */
const smallest = (most: number, called: (count: number) => boolean): number => {
  let [no, yes] = [0, most + 1];
  while (yes - no > 1) {
    const middle = (no + yes) >> 1;
    if (called(middle)) yes = middle;
    else no = middle;
  }
  return yes;
};

describe('when the rate lies on a multiple of what is normal, which is a median of past weeks', () => {
  // Added up over all medians that past weeks may have had, and for each over all counts that would be called.
  const falseBreaches = (rule: 'above' | 'below', times: number, rate: number, perWeek: number, total: number) => {
    const text = { [rule]: rule === 'above' ? `${times}x baseline` : `${times * 100}% of baseline` };
    const guardrail = aGuardrail({
      baseline,
      ...(rule === 'below' && { bad: { outcome: 'succeeded' } }),
      critical: text,
    });
    const [level] = guardrail.levels;
    if (level === undefined) throw new Error('no level');
    // On the side that is bad for the rule; of good ones the series holds the rest.
    const limit = rule === 'above' ? times * rate : 1 - times * (1 - rate);
    const counted = (bad: number, all: number): number => (rule === 'above' ? bad : all - bad);
    return weekCounts.map((weeks) => {
      let sum = 0;
      for (const [twice, chance] of medianChances(binomialChances(perWeek, rate), weeks)) {
        const isBroken = (bad: number): boolean =>
          share.breach(
            rateLook(guardrail, [counted(bad, total), total], counted(twice / 2, perWeek), perWeek, weeks),
            level,
            from,
          ).proven;
        const first = smallest(total, isBroken);
        if (first <= total) sum += chance * chanceOfAtLeast(first, total, limit);
      }
      return sum;
    });
  };

  const cells = [
    ['above', 2, 0.02, 20, 20],
    ['above', 2, 0.02, 200, 20],
    ['above', 2, 0.02, 200, 200],
    ['above', 3, 0.02, 200, 1_000],
    ['above', 1.2, 0.1, 100, 100],
    ['above', 2, 0.3, 20, 20],
    ['above', 2, 0.3, 100, 300],
    ['above', 2, 0.005, 1_000, 300],
    ['below', 0.95, 0.02, 200, 20],
    ['below', 0.95, 0.02, 200, 200],
    ['below', 0.95, 0.1, 100, 1_000],
    ['below', 0.5, 0.3, 100, 100],
  ] as const;
  it.each(cells)(
    '%s %d times, %d bad: a look after weeks of %d events is a breach of %d no oftener than promised',
    (...cell) => {
      for (const chance of falseBreaches(...cell)) expect(chance).toBeLessThanOrEqual(breach);
    },
  );

  it('the promise is used and not merely kept', () => {
    for (const chance of falseBreaches('above', 1.2, 0.1, 100, 100)) expect(chance).toBeGreaterThan(0.2 * breach);
  });

  it('taking the median for what is normal would call thirty times as many', () => {
    const chances = [...medianChances(binomialChances(200, 0.02), 4)].map(([twice, chance]) => {
      const rate = twice / 200;
      const first = smallest(200, (bad) => bad / 200 > rate && chanceOfAtLeast(bad, 200, rate) <= breach);
      return chance * chanceOfAtLeast(first, 200, 0.04);
    });
    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeGreaterThan(30 * breach);
  });

  it.each([
    [0.02, 200, 200],
    [0.02, 1_000, 500],
    [0.1, 100, 100],
  ])('a rate of %d after weeks of %d events is clear of %d no oftener than promised', (rate, perWeek, total) => {
    const guardrail = aGuardrail({ baseline, critical: { above: '2x baseline' } });
    const [level] = guardrail.levels;
    if (level === undefined) throw new Error('no level');
    const now = binomialChances(total, 2 * rate);
    for (const weeks of weekCounts) {
      let sum = 0;
      for (const [twice, chance] of medianChances(binomialChances(perWeek, rate), weeks))
        sum +=
          chance *
          chanceOfCalls(
            now,
            0,
            1,
            (bad) =>
              share.clear(rateLook(guardrail, [bad, total], twice / 2, perWeek, weeks), level, from, clear).proven,
          );
      expect(sum).toBeLessThanOrEqual(clear);
    }
  });
});

describe('when the volume lies on a multiple of what is normal', () => {
  /** The chance that ten minutes are called, of as many events a minute as the limit allows. */
  const called = (rule: 'above' | 'below', times: number, pace: number, what: 'breach' | 'clear'): number[] => {
    const text = rule === 'above' ? `${times}x baseline` : `${times * 100}% of baseline`;
    const guardrail = aVolumeGuardrail({ baseline, critical: { [rule]: text } });
    const [level] = guardrail.levels;
    if (level === undefined) throw new Error('no level');
    const [perWeek, expected] = [pace * SPAN, times * pace * MINUTES];
    const counts = volumeChances(expected, 0, Math.ceil(3 * expected + 60));
    const isFew = (rule === 'below') === (what === 'breach');
    return weekCounts.map((weeks) => {
      let sum = 0;
      for (const [twice, chance] of medianChances(
        volumeChances(perWeek, 0, Math.ceil(2 * perWeek + 40 + 10 * Math.sqrt(perWeek))),
        weeks,
      )) {
        const proves = (count: number): boolean => {
          const look = lookAt(guardrail, {
            now: (minute) => [0, minute === -5 ? count : 0],
            weeks: Array.from({ length: weeks }, () => (minute) => [0, minute === -5 ? twice / 2 : 0]),
          });
          const begin = addMinutes(from, -1);
          return what === 'breach'
            ? volume.breach(look, level, begin).proven
            : volume.clear(look, level, begin, clear).proven;
        };
        const most = counts.length - 1;
        const tail = isFew
          ? counts.slice(0, smallest(most, (count) => !proves(count - 1)) - 1)
          : counts.slice(smallest(most, proves));
        sum += chance * tail.reduce((total, one) => total + one, 0);
      }
      return sum;
    });
  };

  it.each([
    ['below', 0.5, 0.05],
    ['below', 0.5, 1],
    ['below', 0.5, 5],
    ['below', 0.8, 3],
    ['above', 2, 0.01],
    ['above', 2, 0.1],
    ['above', 2, 1],
    ['above', 1.3, 3],
  ] as const)('%s %d times: a look at %d a minute is called no oftener than promised', (rule, times, pace) => {
    for (const chance of called(rule, times, pace, 'breach')) expect(chance).toBeLessThanOrEqual(breach);
    for (const chance of called(rule, times, pace, 'clear')) expect(chance).toBeLessThanOrEqual(clear);
  });

  it('the promise is used: a tenth of it and more', () => {
    for (const chance of called('above', 2, 1, 'breach')) expect(chance).toBeGreaterThan(0.1 * breach);
  });
});
