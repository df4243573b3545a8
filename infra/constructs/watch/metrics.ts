import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type GuardrailMetric,
  type MetricName,
  metricNamespace,
  type MetricService,
} from '../../../shared/metric-names.ts';

export interface Over {
  readonly statistic?: string;
  readonly period?: Duration;
}

/** With the dimensions that the functions write, so that two stacks in one account do not keep each other's heart beating. */
export const ownMetric = (stack: string, service: MetricService, metricName: MetricName, over: Over = {}): Metric =>
  new Metric({
    namespace: metricNamespace,
    metricName,
    dimensionsMap: { service, stack },
    statistic: Stats.SUM,
    period: Duration.minutes(1),
    ...over,
  });

/** A point for each tick, a minute apart or an hour. */
export const guardrailMetric = (stack: string, { name, dimensions }: GuardrailMetric, period: Duration): Metric =>
  new Metric({
    namespace: metricNamespace,
    metricName: name,
    dimensionsMap: { ...dimensions, stack },
    statistic: Stats.AVERAGE,
    period,
  });

/** What has no point counts as 0: a metric of errors has none while all is well, and would make the whole sum have none. */
export const sumOf = (metrics: readonly IMetric[], period: Duration): MathExpression => {
  const named = metrics.map((metric, index) => [`m${index}`, metric] as const);
  return new MathExpression({
    expression: named.map(([name]) => `FILL(${name}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(named),
    period,
  });
};

/**
 * `part` in percent of all that is named in `of`, itself or not; 0 where that is fewer than `least`: one of two events is
 * half of all, and nothing to wake anybody for.
 */
export const percentOf = (
  part: string,
  of: readonly string[],
  least: number,
  usingMetrics: Record<string, IMetric>,
  period: Duration,
): MathExpression => {
  const all = of.map((name) => `FILL(${name}, 0)`).join(' + ');
  return new MathExpression({
    expression: `IF((${all}) >= ${least}, 100 * FILL(${part}, 0) / (${all}), 0)`,
    usingMetrics,
    period,
  });
};
