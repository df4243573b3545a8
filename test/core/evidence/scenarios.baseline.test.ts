import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../cli/demo/random.ts';
import { judge } from '../../../shared/core/evidence/judge.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { aGuardrail, aVolumeGuardrail } from '../../support/builders.ts';
import { type At, drawn, later, lookAt } from './baseline-weeks.ts';
import type { Minute } from './looks.ts';

/** Drawn traffic against drawn weeks, at a size for every run of the tests. */
const baseline = { weeks: 4, timezone: 'Asia/Shanghai' };
const volume = aVolumeGuardrail({ baseline, critical: { below: '50% of baseline' } });
const flood = aVolumeGuardrail({ baseline, critical: { above: '2x baseline' } });
const rate = aGuardrail({ baseline, critical: { above: '2x baseline' } });

const random = seededRandom(41);
const normal = (): number => Math.log(random.logNormal(1, 1));
const poisson = (mean: number): number => {
  if (mean > 100) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
  let [count, left] = [0, random.next()];
  for (let chance = Math.exp(-mean); left >= chance && chance > 0; chance *= mean / ++count) left -= chance;
  return count;
};
const binomial = (total: number, share: number): number => {
  let bad = 0;
  for (let event = 0; event < total; event++) if (random.next() < share) bad++;
  return bad;
};
const payments = (perMinute: number, share: number): Minute => {
  const total = poisson(perMinute);
  return [binomial(total, share), total];
};
/** A week whose traffic and failures are its own: both differ from week to week by `swing` of what they are on average. */
const aWeek = (perMinute: number, share: number, swing = 0): At => {
  const [pace, rateOfWeek] = [perMinute * Math.exp(swing * normal()), share * Math.exp(swing * normal())];
  return drawn(() => payments(pace, rateOfWeek));
};
const fourWeeks = (perMinute: number, share: number, swing = 0): readonly At[] =>
  [1, 2, 3, 4].map(() => aWeek(perMinute, share, swing));

describe('calm weeks', () => {
  it.each([
    [0.05, 0],
    [1, 0],
    [1, 0.1],
    [20, 0],
    [20, 0.1],
    [200, 0.1],
  ])('of %d a minute that differ by %d never break what is normal', (perMinute, swing) => {
    for (let run = 0; run < 25; run++) {
      const traffic = {
        now: aWeek(perMinute, 0.02, swing),
        weeks: fourWeeks(perMinute, 0.02, swing),
        hours: 25,
      };
      for (const guardrail of [volume, flood, rate]) expect(judge(lookAt(guardrail, traffic)).kind).not.toBe('breach');
    }
  });
});

/** Minutes until it is told: at the second breach with no clear between, or the first that is decisive. */
const toldAfter = (guardrail: Guardrail, before: Payments, after: Payments, most: number): number => {
  const weeks = [1, 2, 3, 4].map(() => drawn(() => payments(...before)));
  const now = drawn((minute) => payments(...(minute < 0 ? before : after)));
  let pending = false;
  for (let minute = 1; minute <= most; minute++) {
    const traffic = { now: later(minute, now), weeks: weeks.map((week) => later(minute, week)), hours: 25 };
    const verdict = judge(lookAt(guardrail, traffic));
    if (verdict.kind === 'breach' && (verdict.decisive || pending)) return minute;
    pending = verdict.kind === 'breach' || (pending && verdict.kind !== 'clear');
  }
  return Number.POSITIVE_INFINITY;
};
type Payments = readonly [perMinute: number, share: number];
const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
const medianOf = (times: () => number): number => median(Array.from({ length: 7 }, times));

describe('what is no longer normal is told', () => {
  it.each([
    [100, 0, 3],
    [100, 0.3, 14],
    [20, 0, 4],
    [5, 0, 9],
    [1, 0, 30],
  ])('a volume of %d a minute that falls to %d of it, after %d minutes', (perMinute, left, minutes) => {
    const told = medianOf(() => toldAfter(volume, [perMinute, 0], [perMinute * left, 0], minutes + 10));
    expect(told).toBeLessThanOrEqual(minutes);
  });

  it.each([
    [200, 0.06, 26],
    [200, 0.1, 5],
    [20, 0.1, 30],
    [20, 0.4, 3],
    [5, 0.4, 7],
  ])(
    'at %d a minute one failure of fifty that becomes a share of %d, after %d minutes',
    (perMinute, share, minutes) => {
      const told = medianOf(() => toldAfter(rate, [perMinute, 0.02], [perMinute, share], minutes + 10));
      expect(told).toBeLessThanOrEqual(minutes);
    },
  );
});
