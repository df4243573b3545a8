import { describe, expect, it } from 'vitest';
import { Trail } from '../../../cli/backtest/trail.ts';
import { emptySeries, type GroupKey, type Series, WHOLE } from '../../../shared/core/rollup/series.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { aGuardrail, aVolumeGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { aProof } from '../../support/proofs.ts';
import { anIncident, aStep } from './steps.ts';

/** Ten events in each of the minutes before `now`, one of them bad. */
const series = (now: number): Series => {
  const counted = emptySeries(addMinutes(THIS_MINUTE, now - 5), 5);
  counted.total.fill(10);
  counted.bad.fill(1);
  return counted;
};
const counts = (now: number, ...groups: readonly GroupKey[]) => new Map(groups.map((group) => [group, [series(now)]]));

describe('the trail of a guardrail', () => {
  it('has the newest minute of the whole at each tick', () => {
    const trail = new Trail(aGuardrail(), THIS_MINUTE);
    for (const minute of [1, 2]) trail.see(aStep(minute, { counts: counts(minute, WHOLE) }));
    expect(trail.whole.inBinsOf(1).map(({ bad, total }) => [bad, total])).toEqual([
      [1, 10],
      [1, 10],
    ]);
    expect(trail.groups.size).toBe(0);
  });

  it('has a group once it is broken, with the minutes before it', () => {
    const trail = new Trail(aGuardrail({ by: ['bank'] }), THIS_MINUTE);
    const group = 'bank=icbc';
    trail.see(aStep(3, { counts: counts(3, WHOLE, group) }));
    const incident = anIncident({ groups: [group] });
    trail.see(aStep(4, { counts: counts(4, WHOLE, group), incident }));
    trail.see(aStep(5, { counts: counts(5, WHOLE, group), incident }));
    expect(
      trail.groups
        .get(group)
        ?.inBinsOf(1)
        .map(({ total }) => total),
    ).toEqual([10, 10, 10, 10, 10]);
  });

  it('of a volume counts minutes, those without events too', () => {
    const trail = new Trail(aVolumeGuardrail({ id: 'payment-failures' }), THIS_MINUTE);
    trail.see(aStep(1, { counts: counts(1, WHOLE) }));
    trail.see(aStep(2, { counts: new Map() }));
    expect(trail.whole.inBinsOf(1).map(({ bad, total }) => [bad, total])).toEqual([
      [10, 1],
      [0, 1],
    ]);
  });

  it('of a limit that moves has what the whole was held against', () => {
    const trail = new Trail(aGuardrail({ baseline: { weeks: 4 }, critical: { above: '2x baseline' } }), THIS_MINUTE);
    const proof = aProof({ limit: 0.04 });
    trail.see(aStep(1, { counts: counts(1, WHOLE), verdicts: new Map([[WHOLE, { kind: 'clear', proof }]]) }));
    expect(trail.limits.inBinsOf(1).map(({ bad, total }) => bad / total)).toEqual([0.04]);
  });
});
