import { createHash } from 'node:crypto';
import type { BadRule, Guardrail, Limit, Metric } from './guardrail.ts';
import type { Matcher, Pattern } from './pattern.ts';

/**
 * The identity of a rule: 16 hexadecimal digits of a hash of all that affects how it judges. What people read (name,
 * description, owner, runbook, how a limit is written), when they are reminded and the order of what has none are not in it.
 */
export const ruleFingerprint = (guardrail: Guardrail): string => {
  const { kind, metrics, by, levels, recovery, evidence, baseline, objective, month } = guardrail;
  const limitOf = ({ metric, direction, rate }: Limit): unknown => [
    metrics.slice(metric, metric + 1).map(metricOf),
    direction,
    rate,
  ];
  const parts = [
    kind,
    by.toSorted(),
    levels.map((level) => [
      level.severity,
      limitOf(level),
      ...(level.burn === undefined ? [] : [level.burn.factor, level.burn.longMinutes, level.burn.shortMinutes]),
      ...(level.reached === undefined ? [] : [level.reached.count, level.reached.amount, level.reached.total]),
    ]),
    limitOf(recovery),
    evidence.kind === 'proof'
      ? [evidence.kind, evidence.breach, evidence.clear]
      : [evidence.kind, evidence.windowMinutes, evidence.minEvents, evidence.for, evidence.keepFiringFor],
    ...(baseline === undefined ? [] : [['baseline', baseline.weeks, baseline.timezone]]),
    ...(objective === undefined ? [] : [['objective', objective.target, objective.days]]),
    ...(month === undefined
      ? []
      : [['month', month.timezone, month.against, month.exempt?.share, metrics.map(metricOf)]]),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
};

const metricOf = ({ of, bad, countBy, weight }: Metric): unknown => [
  patternOf(of),
  badOf(bad),
  countBy ?? null,
  weight === undefined ? null : [weight.field, weight.currency],
];

const badOf = (bad: BadRule): unknown => {
  switch (bad.kind) {
    case 'pattern':
      return [bad.kind, patternOf(bad.pattern)];
    case 'slower':
      return [bad.kind, bad.limitMs];
    case 'unanswered':
    case 'none':
      return [bad.kind];
  }
};

const patternOf = (pattern: Pattern): unknown =>
  sorted(pattern.map(({ field, anyOf }) => [field, sorted(anyOf.map(matcherOf))]));

const matcherOf = (matcher: Matcher): unknown => {
  switch (matcher.kind) {
    case 'equals':
      return [matcher.kind, matcher.value];
    case 'anything-but':
      return [matcher.kind, sorted(matcher.values), sorted(matcher.prefixes)];
    case 'prefix':
      return [matcher.kind, matcher.prefix];
    case 'numeric':
      return [matcher.kind, sorted(matcher.bounds.map(({ comparison, value }) => [comparison, value]))];
    case 'exists':
      return [matcher.kind, matcher.exists];
  }
};

/** As JSON, so that true and "true" are not the same. */
const sorted = (items: readonly unknown[]): string[] => items.map((item) => JSON.stringify(item)).toSorted();
