import type { RawPattern } from '../../shared/core/guardrail/pattern-schema.ts';
import { isSameSet, groupsOf } from './labels.ts';
import { latencyLimit, shareLimit } from './limits.ts';
import { patternOf } from './matchers.ts';
import type { Condition } from './promql/condition.ts';
import { type SummedRate, summedRate } from './promql/counted.ts';
import type { Expression, Selector } from './promql/expression.ts';
import type { Meaning } from './rule.ts';
import { unitOf } from './units.ts';
import { Untranslatable } from './untranslatable.ts';
import { countedBy, type Vocabulary } from './vocabulary.ts';

/** One count by another: a rate; of buckets, a latency. */
export const ratioMeaning = (
  numerator: Expression,
  denominator: Expression,
  condition: Condition,
  words: Vocabulary,
  checks: Set<string>,
): Meaning => {
  const [top, bottom] = [summedRate(numerator), summedRate(denominator)];
  if (top.selector.metric.endsWith('_sum') && bottom.selector.metric.endsWith('_count'))
    throw new Untranslatable(
      'an average hides the slow ones; write kind: latency with percentile: 95 and a limit of its own',
    );
  if (top.windowMs !== bottom.windowMs || top.per !== bottom.per)
    throw new Untranslatable('the two sides of the share look at different windows');
  if (!isSameSet(top.by, bottom.by))
    throw new Untranslatable('the two sides of the share are summed by different labels');
  const fast = fasterThan(top.selector, bottom.selector);
  if (fast !== undefined) return fastShare(fast, bottom, condition, words, checks);
  const of = selected(bottom.selector, words, checks);
  const counted = selected(top.selector, words, checks);
  return {
    kind: 'rate',
    of,
    bad: badOnes(counted, of, top.selector.metric),
    by: groupsOf(bottom.by, words, checks),
    windowMs: bottom.windowMs,
    limit: shareLimit(condition),
  };
};

/** The events that a selector counts. */
export const selected = ({ metric, matchers }: Selector, words: Vocabulary, checks: Set<string>): RawPattern => {
  const { pattern, check } = countedBy(metric, words);
  if (check !== undefined) checks.add(check);
  return { ...pattern, ...patternOf(matchers, words, checks) };
};

/** What the upper side asks for beyond the lower one, of whose events it must count a part. */
const badOnes = (counted: RawPattern, of: RawPattern, metric: string): RawPattern => {
  if (textOf(counted['type']) !== textOf(of['type']))
    throw new Untranslatable(
      `${metric} counts events of a type of their own, which are no part of the others; kind: monthly holds one against the other`,
    );
  for (const [field, values] of Object.entries(of))
    if (!isPartOf(counted[field], values))
      throw new Untranslatable(
        `a share needs a part of the same events: the lower side asks for ${field}, and the upper one ${counted[field] === undefined ? 'for any' : 'for another'}`,
      );
  const bad = Object.entries(counted).filter(([field, values]) => textOf(values) !== textOf(of[field]));
  if (bad.length === 0)
    throw new Untranslatable('both sides count the same events, as far as labels that are known say');
  return Object.fromEntries(bad);
};

const textOf = (values: unknown): string => JSON.stringify(values) ?? '';

const isPartOf = (part: RawPattern[string] | undefined, whole: RawPattern[string]): boolean =>
  textOf(part) === textOf(whole) ||
  (part !== undefined && [part].flat().every((value) => [whole].flat().some((each) => textOf(each) === textOf(value))));

interface FastPart {
  readonly limit: string;
  readonly metric: string;
}

/** `x_bucket{le="0.3"}` by `x_count`: the share of those that were faster. */
const fasterThan = (top: Selector, bottom: Selector): FastPart | undefined => {
  const le = top.matchers.find(({ label }) => label === 'le');
  if (le === undefined || le.operator !== '=' || !top.metric.endsWith('_bucket')) return undefined;
  const rest = top.matchers.filter((matcher) => matcher !== le);
  const all = bottom.matchers.filter(({ label, value }) => label !== 'le' || value !== '+Inf');
  if (
    top.metric.replace(/_bucket$/, '') !== bottom.metric.replace(/_(?:count|bucket)$/, '') ||
    textOf(rest) !== textOf(all)
  )
    throw new Untranslatable(
      'a bucket is held against other events than its own; write x_bucket{le="..."} by x_count with the same labels',
    );
  return { limit: le.value, metric: top.metric };
};

const fastShare = (
  { limit, metric }: FastPart,
  bottom: SummedRate,
  condition: Condition,
  words: Vocabulary,
  checks: Set<string>,
): Meaning => {
  if (condition.direction === 'above') throw new Untranslatable('that many events are fast is no fault');
  const matchers = bottom.selector.matchers.filter(({ label }) => label !== 'le');
  return {
    kind: 'latency',
    of: selected({ ...bottom.selector, matchers }, words, checks),
    percentile: percentileOf(condition.limit),
    by: groupsOf(bottom.by, words, checks),
    windowMs: bottom.windowMs,
    limit: latencyLimit({ ...condition, direction: 'above', limit: Number(limit) }, unitOf(metric, checks)),
  };
};

/** 0.95 as 95, within what a guardrail takes. */
export const percentileOf = (share: number): number => {
  const percentile = Number((share * 100).toPrecision(12));
  if (!(percentile >= 50 && percentile <= 99.9))
    throw new Untranslatable(`a percentile of ${percentile}; a guardrail takes 50 to 99.9`);
  return percentile;
};
