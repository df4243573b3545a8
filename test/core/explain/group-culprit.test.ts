import { describe, expect, it } from 'vitest';
import { type GroupCounts, groupAsCulprit } from '../../../shared/core/explain/group-culprit.ts';

const counts = (bad: number, total: number, badBefore = 0, totalBefore = 0): GroupCounts => ({
  window: { bad, total },
  before: { bad: badBefore, total: totalBefore },
});
const explain = (ours: GroupCounts, all: GroupCounts) => groupAsCulprit('bank=icbc', ours, all);

describe('the broken group itself', () => {
  it('explains the excess when it holds half of it', () => {
    expect(explain(counts(60, 200, 24, 1_200), counts(120, 1_000, 100, 5_000))).toEqual({
      kind: 'named',
      culprits: [{ values: ['bank=icbc'], bad: 60, total: 200, excess: 56, score: expect.any(Number) }],
      bad: 120,
      total: 1_000,
      excess: 100,
      normal: 0.02,
    });
  });

  it.each<[string, GroupCounts, GroupCounts]>([
    ['when it holds less', counts(50, 200, 24, 1_200), counts(120, 1_000, 100, 5_000)],
    ['when it is all that there is', counts(120, 1_000, 100, 5_000), counts(120, 1_000, 100, 5_000)],
    ['when it was always like this', counts(60, 200, 360, 1_200), counts(70, 1_000, 300, 5_000)],
    ['when there is no excess at all', counts(20, 200, 24, 1_200), counts(20, 1_000, 100, 5_000)],
    ['without a time before, when it holds less than seven of ten bad events', counts(69, 200), counts(100, 1_000)],
  ])('does not %s', (_sentence, ours, all) => {
    expect(explain(ours, all)).toBeUndefined();
  });

  it('without a time before is compared with everybody else', () => {
    expect(explain(counts(70, 200), counts(94, 1_000))).toMatchObject({
      culprits: [{ bad: 70, total: 200, excess: 64 }],
      excess: 64,
    });
  });
});
