import { describe, expect, it } from 'vitest';
import { worse } from '../../../shared/core/incident/steps.ts';
import { transition } from '../../../shared/core/incident/transition.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { aBreach, anInconclusive, aProof } from '../../support/proofs.ts';

const short = { from: addMinutes(THIS_MINUTE, -5), to: THIS_MINUTE, bad: 50, total: 500 };
const burning = (rate: number, limit: number) =>
  aProof({ rate, limit, burn: { factor: rate / 0.001, limit: limit / 0.001, short } });

describe('of a burning budget', () => {
  it('the worse proof is of the higher rate, whichever level it broke', () => {
    const [fast, slow] = [burning(0.02, 0.0144), burning(0.018, 0.001)];
    expect([worse(fast, slow), worse(slow, fast)]).toEqual([fast, fast]);
    // Of two limits of a rate it is the one that lies further beyond its own.
    const [near, far] = [aProof({ rate: 0.2, limit: 0.15 }), aProof({ rate: 0.18, limit: 0.05 })];
    expect([worse(near, far), worse(far, near)]).toEqual([far, far]);
  });

  it('a member has been broken since its trouble began, and not since its long window did', () => {
    const since = addMinutes(THIS_MINUTE, -3);
    const proof = aProof({ from: addMinutes(THIS_MINUTE, -60) });
    const fired = (verdict: ReturnType<typeof aBreach>) => transition(undefined, { now: THIS_MINUTE, verdict }).member;
    expect(fired(aBreach('critical', { decisive: true, proof, since }))).toMatchObject({ status: 'firing', since });
    expect(fired(aBreach('critical', { decisive: true, proof }))).toMatchObject({ since: proof.from });
  });

  it('a horizon is remembered as long as its windows reach', () => {
    const after = (minutes: number) =>
      transition(
        { status: 'ok', horizon: addMinutes(THIS_MINUTE, -minutes) },
        { now: THIS_MINUTE, verdict: anInconclusive, reach: 4_350 },
      ).member;
    expect(after(4_349)).toBeDefined();
    expect(after(4_350)).toBeUndefined();
  });
});
