import type { GroupKey } from '../rollup/series.ts';
import { culpritDefaults, tenth } from './culprit.ts';
import { normalRate } from './expectation.ts';
import type { Explanation } from './explanation.ts';
import { likelihoodRatio } from './likelihood.ts';

interface Counts {
  readonly bad: number;
  readonly total: number;
}

export interface GroupCounts {
  readonly window: Counts;
  readonly before: Counts;
}

/**
 * The broken group itself as the explanation, where nothing narrower was found and it holds half of the excess: that the
 * trouble is this bank's and nobody else's is worth saying. Undefined where it is not so.
 */
export const groupAsCulprit = (group: GroupKey, ours: GroupCounts, all: GroupCounts): Explanation | undefined => {
  const { bad, total } = ours.window;
  const normal = normalRate(all.before);
  if (total >= all.window.total) return undefined;
  const rest = (all.window.bad - bad) / (all.window.total - total);
  const rate = normal ?? rest;
  const own = normalRate(ours.before) ?? rate;
  const excess = bad - total * own;
  const allExcess = all.window.bad - all.window.total * rate;
  const share = normal === undefined ? bad / Math.max(1, all.window.bad) : excess / allExcess;
  const least = normal === undefined ? culpritDefaults.shareWithoutReference : culpritDefaults.share;
  if (excess <= 0 || allExcess <= 0 || share < least) return undefined;
  // What would be expected of it if all had grown alike.
  const expected = Math.min(all.window.bad, (total * own * all.window.bad) / Math.max(0.5, all.window.total * rate));
  const score = tenth(likelihoodRatio(bad, Math.max(0.5, expected), all.window.bad));
  return {
    kind: 'named',
    culprits: [{ values: [group], bad, total, excess: tenth(excess), score }],
    bad: all.window.bad,
    total: all.window.total,
    excess: tenth(allExcess),
    ...(normal === undefined ? undefined : { normal }),
  };
};
