import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastLogChance } from '../../../bench/quality/can-break.ts';
import { independent, retries, varying, wandering } from '../../../bench/quality/cells.ts';
import { type Counts, countsOf, sumOf } from '../../../bench/quality/counts.ts';
import { parapet, parapetOf } from '../../../bench/quality/parapet.ts';
import { LIMIT } from '../../../bench/quality/rule.ts';
import { type Data, drawCounts } from '../../../bench/quality/traffic.ts';
import { chanceOfAtLeast } from '../../../shared/core/evidence/binomial.ts';
import { WHOLE } from '../../../shared/core/rollup/series.ts';
import { aGuardrail } from '../../support/builders.ts';
import { type Minute, simulate } from '../../support/simulate.ts';

const guardrail = aGuardrail({ by: ['bank'] });
const minuteOf = ({ bad, total }: Counts, minute: number): Minute => [bad[minute] ?? 0, total[minute] ?? 0];

describe('the rule of the bench, which looks only where a window can be broken, says what looking every minute says', () => {
  const near =
    (rate: number) =>
    (minute: number): number =>
      minute >= 900 && minute < 960 ? 4 * rate : rate;
  // Only the long windows see it.
  const slow = (minute: number): number => (minute < 600 ? 0.02 : 0.08);
  const cases: readonly (readonly [string, number, Data, (minute: number) => number])[] = [
    ['independent', 20, independent, near(0.045)],
    ['independent, a little above the limit for long', 2, independent, slow],
    ['varying', 1_000, varying, near(0.05)],
    ['retries', 1, retries, near(0.05)],
    ['wandering', 100, wandering[1] ?? independent, near(0.045)],
  ];
  it.each(cases)('of data that is %s, at %d a minute', (_, perMinute, data, rateAt) => {
    const minutes = 2_000;
    const counts = drawCounts({ data, perMinute, minutes, rateAt }, 3);
    const { said } = simulate(guardrail, minutes, (minute) => minuteOf(counts, minute), { remembers: true });
    const told = said.flatMap(({ at, reason }) =>
      reason === 'opened' || reason === 'reopened'
        ? [{ at, firing: true }]
        : reason === 'resolved'
          ? [{ at, firing: false }]
          : [],
    );
    expect([...parapet(counts)].map(({ at, firing }) => ({ at, firing }))).toEqual(told);
    expect(told.length).toBeGreaterThan(0);
  });

  it('of forty groups and the whole, which share the chance', () => {
    const minutes = 240;
    const groups = Array.from({ length: 40 }, (_, group) =>
      drawCounts(
        {
          data: independent,
          perMinute: 100 / (group + 1),
          minutes,
          rateAt: (minute) => (group % 4 === 3 && minute > 100 && minute < 200 ? 0.12 : 0.04),
        },
        group,
      ),
    );
    const all = new Map([
      [WHOLE, sumOf(groups)],
      ...groups.map((counts, group): [string, Counts] => [`bank=${group}`, counts]),
    ]);
    const { said } = simulate(
      guardrail,
      minutes,
      (minute, group) => minuteOf(all.get(group) ?? countsOf(new Float64Array(), new Float64Array()), minute),
      { groups: [...all.keys()], remembers: true },
    );
    const told = [...parapetOf(all)].flatMap(({ at, told: reason }) => (reason === undefined ? [] : [{ at, reason }]));
    expect(told).toEqual(said);
    expect(told.length).toBeGreaterThan(1);
  });
});

it('no chance is below the bound by which windows are passed over', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 2, max: 5_000, noNaN: true }),
      fc.double({ min: LIMIT + 0.001, max: 1, noNaN: true }),
      (bad, rate) => {
        const total = bad / rate;
        expect(leastLogChance(bad, total)).toBeLessThanOrEqual(
          Math.log(Math.max(1e-300, chanceOfAtLeast(bad, total, LIMIT))),
        );
      },
    ),
    { numRuns: 2_000 },
  );
});
