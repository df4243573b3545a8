import type { Template } from 'aws-cdk-lib/assertions';
import { resources, synthesize, target } from './synth.ts';

/** The properties of an alarm in a template. */
export type Alarm = Readonly<Record<string, unknown>>;

/** A stack that has every source, every kind of subscriber, and somebody who hears of Parapet itself. */
export const everything = synthesize({
  sources: { kinesis: { streamArn: 'arn:aws:kinesis:eu-west-1:123456789012:stream/payments' } },
  watchEmails: ['ops@example.com'],
  subscriptions: [
    { kind: 'https', url: 'https://alerts.example.com' },
    { kind: 'pagerDuty', parameter: '/parapet/pagerduty' },
  ],
});

/** By logical id. */
export const alarmsOf = (template: Template): (readonly [string, Alarm])[] =>
  [...resources(template, 'AWS::CloudWatch::Alarm')].map(([id, { Properties }]) => [id, Properties] as const);

export const descriptionOf = (alarm: Alarm): string => target(alarm['AlarmDescription']);

/** A metric that an alarm reads. */
export interface Stat {
  readonly name: string;
  readonly of: readonly string[];
  readonly stat: unknown;
  readonly period: unknown;
}

/** What an alarm reads, one metric or those of its expression. */
export const metricsOf = (each: Alarm): Stat[] => {
  type Metric = { MetricName: string; Namespace: string; Dimensions: { Name: string; Value: unknown }[] };
  const stat = ({ MetricName, Namespace, Dimensions }: Metric, of: { stat: unknown; period: unknown }): Stat => ({
    name: `${Namespace} ${MetricName}`,
    of: Dimensions.map(({ Name, Value }) => `${Name}=${target(Value)}`),
    ...of,
  });
  const queries = each['Metrics'] as { MetricStat?: { Metric: Metric; Stat: unknown; Period: unknown } }[] | undefined;
  return queries === undefined
    ? [stat(each as unknown as Metric, { stat: each['Statistic'], period: each['Period'] })]
    : queries.flatMap(({ MetricStat }) =>
        MetricStat === undefined ? [] : [stat(MetricStat.Metric, { stat: MetricStat.Stat, period: MetricStat.Period })],
      );
};
export const expressionOf = (each: Alarm): string | undefined =>
  (each['Metrics'] as { Expression?: string }[] | undefined)?.find(({ Expression }) => Expression !== undefined)
    ?.Expression;
