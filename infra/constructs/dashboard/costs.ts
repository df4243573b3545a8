import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IMetric, type IWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StoreTable } from '../store.ts';

export interface CostDrivers {
  readonly table: StoreTable;
  readonly functions: readonly IFunction[];
  readonly queue: IQueue;
  /** Where incidents are told. */
  readonly topic: ITopic;
}

/** What is paid for, by the hour; all of it AWS counts for nothing. */
export function costRow({ table, functions, queue, topic }: CostDrivers): IWidget[] {
  const hourly = { period: Duration.hours(1), statistic: Stats.SUM };
  return [
    graph('DynamoDB', 'units an hour', [
      table.metricConsumedWriteCapacityUnits(hourly).with({ label: 'write units' }),
      table.metricConsumedReadCapacityUnits(hourly).with({ label: 'read units' }),
    ]),
    graph(
      'Lambda: time',
      'ms an hour',
      functions.map((each) => each.metricDuration(hourly).with({ label: labelOf(each) })),
    ),
    graph(
      'Lambda: calls',
      'calls an hour',
      functions.map((each) => each.metricInvocations(hourly).with({ label: labelOf(each) })),
    ),
    graph('SQS and SNS', 'messages an hour', [
      queue.metricNumberOfMessagesSent(hourly).with({ label: 'events: messages' }),
      queue.metricNumberOfEmptyReceives(hourly).with({ label: 'events: empty receives' }),
      topic.metricNumberOfMessagesPublished(hourly).with({ label: 'alerts: published' }),
      topic.metricNumberOfNotificationsDelivered(hourly).with({ label: 'alerts: delivered' }),
      topic.metricNumberOfNotificationsFailed(hourly).with({ label: 'alerts: failed' }),
    ]),
  ];
}

/** `HttpIngest`: the name that CloudFormation gives it says the same and much more. */
const labelOf = (each: IFunction): string => each.node.scope?.node.id ?? each.node.id;

const graph = (title: string, label: string, left: IMetric[]): IWidget =>
  new GraphWidget({ title, width: 6, height: 6, left, leftYAxis: { min: 0, label, showUnits: false } });
