import { Duration } from 'aws-cdk-lib';
import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { GraphWidget, type IMetric, type IWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { metricNames } from '../../../shared/metric-names.ts';
import { ownMetric, percentOf } from '../watch/metrics.ts';

const names = metricNames.ingest;

/** What comes in, and how well. */
export function trafficRow(stack: string, api: IHttpApi, queue: IQueue): IWidget[] {
  const minute = Duration.minutes(1);
  const hour = Duration.hours(1);
  const stored = ownMetric(stack, 'ingest', names.eventsStored);
  const refused = ownMetric(stack, 'ingest', names.eventsRefused);
  const hourly = {
    stored: ownMetric(stack, 'ingest', names.eventsStored, { period: hour }),
    refused: ownMetric(stack, 'ingest', names.eventsRefused, { period: hour }),
    late: ownMetric(stack, 'ingest', names.lateEvents, { period: hour }),
  };
  const share = (part: 'late' | 'refused', of: readonly ('stored' | 'refused')[]): IMetric => {
    const used = Object.fromEntries([part, ...of].map((name) => [name, hourly[name]]));
    return percentOf(part, of, 1, used, hour).with({ label: part });
  };
  const sum = { period: minute, statistic: Stats.SUM };
  return [
    graph('Events a minute', [stored.with({ label: 'stored' }), refused.with({ label: 'refused' })], 'events'),
    graph('Of the events of an hour', [share('late', ['stored']), share('refused', ['stored', 'refused'])], '%'),
    graph(
      'HTTPS requests',
      [api.metricCount(sum), api.metricClientError(sum), api.metricServerError(sum)],
      'requests a minute',
    ),
    graph(
      'Event queue: oldest message',
      [queue.metricApproximateAgeOfOldestMessage({ period: minute, statistic: Stats.MAXIMUM })],
      'seconds',
    ),
  ];
}

const graph = (title: string, left: IMetric[], label: string): IWidget =>
  new GraphWidget({ title, width: 6, height: 6, left, leftYAxis: { min: 0, label, showUnits: false } });
