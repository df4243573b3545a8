import { groupsOf } from './labels.ts';
import { latencyLimit } from './limits.ts';
import type { Condition } from './promql/condition.ts';
import { summedRate } from './promql/counted.ts';
import type { Expression } from './promql/expression.ts';
import { scaledOf } from './promql/scaled.ts';
import { percentileOf, selected } from './ratio.ts';
import type { Meaning } from './rule.ts';
import { unitOf } from './units.ts';
import { Untranslatable } from './untranslatable.ts';
import type { Vocabulary } from './vocabulary.ts';

/** `histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m])))` */
export const percentileMeaning = (
  args: readonly Expression[],
  condition: Condition,
  words: Vocabulary,
  checks: Set<string>,
): Meaning => {
  const [quantile, histogram] = args;
  const share = quantile === undefined ? undefined : scaledOf(quantile);
  if (share === undefined || share.core !== undefined || histogram === undefined)
    throw new Untranslatable('expected a number and a histogram in histogram_quantile()');
  const { selector, by, windowMs } = summedRate(histogram);
  const { metric } = selector;
  if (metric.endsWith('_bucket') && !by.includes('le'))
    throw new Untranslatable('the buckets are summed without le, which leaves no histogram; write sum by (le) (...)');
  return {
    kind: 'latency',
    of: selected(selector, words, checks),
    percentile: percentileOf(share.offset),
    by: groupsOf(
      by.filter((label) => label !== 'le'),
      words,
      checks,
    ),
    windowMs,
    limit: latencyLimit(condition, unitOf(metric, checks)),
  };
};
