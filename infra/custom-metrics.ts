import type { Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Rules } from '../shared/core/guardrail/rules.ts';
import { guardrailMetrics, metricNames } from '../shared/metric-names.ts';

/** A name and what it is of. CloudWatch asks its price for each pair. */
export interface CustomMetric {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** All that the functions of a stack ever write. A test holds it against what they do write, both ways. */
export const customMetrics = (
  stack: string,
  { guardrails }: Rules,
  drawsGuardrails: boolean,
): readonly CustomMetric[] => [
  ...Object.entries(metricNames).flatMap(([service, names]) =>
    Object.values(names).map((name) => ({ name, dimensions: { service, stack } })),
  ),
  ...(drawsGuardrails ? guardrails.flatMap(guardrailMetrics) : []).map(({ name, dimensions }) => ({
    name,
    dimensions: { ...dimensions, stack },
  })),
];

/** us-east-1, USD a month, https://aws.amazon.com/cloudwatch/pricing/. The test holds it against cli/cost/prices.json. */
export const monthlyPrice = {
  asOf: '2026-09',
  /** Of each metric beyond so many. */
  metric: [
    { from: 0, usd: 0.3 },
    { from: 10_000, usd: 0.1 },
    { from: 250_000, usd: 0.05 },
    { from: 1_000_000, usd: 0.02 },
  ],
  alarmMetric: 0.1,
} as const;

export const priceOfMetrics = (count: number): number =>
  monthlyPrice.metric.reduce((sum, { from, usd }, tier, all) => {
    const to = all[tier + 1]?.from ?? Number.POSITIVE_INFINITY;
    return sum + Math.max(0, Math.min(count, to) - from) * usd;
  }, 0);

/** An alarm costs as much as it reads metrics: an expression over four is four. */
export const alarmsOf = (stack: Stack): { readonly alarms: number; readonly metrics: number } => {
  const alarms = stack.node.findAll().filter((construct) => construct instanceof CfnAlarm);
  const read = alarms.map(({ metrics }) => {
    const queries = stack.resolve(metrics) as readonly { readonly metricStat?: unknown }[] | undefined;
    return queries === undefined ? 1 : queries.filter(({ metricStat }) => metricStat !== undefined).length;
  });
  return { alarms: alarms.length, metrics: read.reduce((sum, each) => sum + each, 0) };
};

/** What synth prints of it: nobody asks for a bill before it comes. */
export const monthlyLine = (stack: Stack, rules: Rules, drawsGuardrails: boolean): string => {
  const count = (draws: boolean): number => customMetrics(stack.stackName, rules, draws).length;
  const [all, own] = [count(drawsGuardrails), count(false)];
  const { alarms, metrics } = alarmsOf(stack);
  const price = priceOfMetrics(all) + metrics * monthlyPrice.alarmMetric;
  const [{ usd }] = monthlyPrice.metric;
  return (
    `Parapet: ${all} custom metrics and ${alarms} alarms on ${metrics} metrics, about $${price.toFixed(2)} a month of CloudWatch ` +
    `($${usd.toFixed(2)} a metric, $${monthlyPrice.alarmMetric.toFixed(2)} a metric of an alarm, us-east-1, ${monthlyPrice.asOf}; ` +
    `an account has ten of each for nothing)${all > own ? `; -c guardrailMetrics=off leaves ${all - own} metrics out` : ''}`
  );
};
