import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../cli/demo/random.ts';
import { minuteDispersion } from '../../../shared/core/evidence/minute-dispersion.ts';
import type { PastWeek, Series } from '../../../shared/core/rollup/series.ts';
import { addMinutes, MINUTES_PER_DAY } from '../../../shared/core/units.ts';
import { aVolumeGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { drawWith } from '../../support/draw.ts';
import { simulate } from '../../support/simulate.ts';

const random = seededRandom(11);
const draw = drawWith(12);
const FROM = addMinutes(THIS_MINUTE, -60);
const seriesOf = (counts: readonly number[]): Series => ({
  from: FROM,
  bad: new Float64Array(counts.length),
  total: Float64Array.from(counts),
});
const ofHour = (countAt: (minute: number) => number): number =>
  minuteDispersion(seriesOf(Array.from({ length: 60 }, (_, minute) => countAt(minute))), THIS_MINUTE);
/** The median of 101 hours. */
const usually = (countAt: (minute: number) => number): number =>
  Array.from({ length: 101 }, () => ofHour(countAt)).sort((left, right) => left - right)[50] ?? Number.NaN;

/** Independent events: each of many payers pays in this minute or does not. */
const independent = (mean: number): number => draw.binomial(20 * mean, 1 / 20);

describe('how much the minutes of a volume vary', () => {
  it.each<[string, (minute: number) => number, number, number]>([
    ['independent events: as chance has it', () => independent(12), 1, 1.1],
    ['many of them: as chance has it', () => independent(200), 1, 1.1],
    ['a morning, when they double within the hour: no more', (minute) => independent(20 + minute / 3), 1, 1.1],
    ['payments that are reported by fives: five times as much', () => 5 * independent(4), 3.6, 6],
    ['anything from 0 to 24, one as likely as another', () => random.integer(25), 3.4, 6],
    ['a job that sends every second minute', (minute) => (minute % 2 === 0 ? 20 : 0), 15, 30],
    [
      'an outage that began a quarter of an hour ago: no more',
      (minute) => (minute < 45 ? independent(100) : 0),
      1,
      1.1,
    ],
    ['an outage within the hour: no more', (minute) => (minute < 20 || minute > 40 ? independent(100) : 0), 1, 1.1],
    ['less than the minutes of anybody, which is never believed', () => 12, 1, 1],
    ['too few events to tell', (minute) => (minute % 15 === 0 ? 7 : 0), 1, 1],
  ])('%s', (_case, countAt, least, most) => {
    const ratio = usually(countAt);
    expect(ratio).toBeGreaterThanOrEqual(least);
    expect(ratio).toBeLessThanOrEqual(most);
  });

  it('is what most of this hour and the past weeks say', () => {
    const weekOf = (counts: readonly number[], ago: number): PastWeek => ({
      ...seriesOf(counts),
      ago,
      knownFrom: FROM,
    });
    const calm = Array.from({ length: 60 }, (_, minute) => 20 + (minute % 3));
    const wild = Array.from({ length: 60 }, (_, minute) => (minute % 2 === 0 ? 20 : 0));
    const weeks = (...all: readonly (readonly number[])[]): readonly PastWeek[] =>
      all.map((counts, index) => weekOf(counts, index + 1));
    expect(minuteDispersion({ ...seriesOf(wild), weeks: weeks(calm, calm, calm, calm) }, THIS_MINUTE)).toBe(1);
    expect(minuteDispersion({ ...seriesOf(calm), weeks: weeks(wild, wild, wild, calm) }, THIS_MINUTE)).toBeGreaterThan(
      10,
    );
  });

  it('leaves out the minute that is still coming in', () => {
    const counts = [...Array.from({ length: 59 }, (_, minute) => 20 + (minute % 3)), 4_000];
    const asIf = (end: number): number => minuteDispersion(seriesOf(counts.slice(0, end)), addMinutes(FROM, end));
    expect(minuteDispersion(seriesOf(counts), addMinutes(THIS_MINUTE, -1))).toBe(asIf(59));
  });
});

it('a volume that comes in bursts, twice its limit on average, opens nothing in ten days', () => {
  const guardrail = aVolumeGuardrail({ critical: { below: '6/min' } });
  const { said } = simulate(guardrail, 10 * MINUTES_PER_DAY, () => [0, random.integer(25)]);
  expect(said).toEqual([]);
});

it('and when it stops it is told within 25 minutes', () => {
  const guardrail = aVolumeGuardrail({ critical: { below: '6/min' } });
  const { said } = simulate(guardrail, 150, (minute) => [0, minute < 120 ? random.integer(25) : 0]);
  expect(said.map(({ reason }) => reason)).toEqual(['opened']);
  expect(said[0]?.at).toBeLessThanOrEqual(145);
});
