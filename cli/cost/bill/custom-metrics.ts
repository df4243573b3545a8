import type { Guardrail, Level, Metric } from '../../../shared/core/guardrail/guardrail.ts';
import { metricId } from '../../../shared/core/rollup/part.ts';
import type { Deployment } from '../deployment.ts';
import { MINUTES_PER_MONTH } from '../prices.ts';
import { type Line, line } from './line.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const METRICS_PER_CALL = 1_000;

/** What CloudWatch would be asked to watch for the same guardrails. */
export interface CustomMetrics {
  readonly metrics: number;
  /** An alarm pays for each metric that its expression reads. */
  readonly alarmMetrics: number;
  readonly compositeAlarms: number;
  /** Guardrails that no alarm can say. */
  readonly left: readonly string[];
}

export const customMetricsOf = ({
  guardrails,
  groupsPerAttribute,
}: Pick<Deployment, 'guardrails' | 'groupsPerAttribute'>): CustomMetrics => {
  const groupsOf = (by: string): number => (by === '' ? 1 : groupsPerAttribute);
  const series = new Map<string, number>();
  let [alarmMetrics, compositeAlarms] = [0, 0];
  const said = guardrails.filter(({ kind }) => kind !== 'monthly');
  for (const guardrail of said) {
    const attributes = ['', ...guardrail.by];
    for (const name of guardrail.metrics.flatMap(seriesOf))
      for (const by of attributes) series.set(`${name} ${by}`, groupsOf(by));
    const groups = attributes.reduce((sum, by) => sum + groupsOf(by), 0);
    for (const level of guardrail.levels) {
      alarmMetrics += groups * readBy(guardrail, level);
      if (level.burn !== undefined) compositeAlarms += groups;
    }
  }
  return {
    metrics: [...series.values()].reduce((sum, groups) => sum + groups, 0),
    alarmMetrics,
    compositeAlarms,
    left: guardrails.filter((guardrail) => !said.includes(guardrail)).map(({ id }) => id),
  };
};

/** A count pair is two metrics, of which others may share the total; a latency or a volume is one. */
const seriesOf = (metric: Metric): readonly string[] => {
  const { of, countBy, weight } = metric;
  const counted = JSON.stringify([of, countBy, weight]);
  switch (metric.bad.kind) {
    case 'pattern':
      return [`total ${counted}`, `bad ${metricId(metric)}`];
    case 'slower':
    case 'unanswered':
      return [`latency ${counted}`];
    case 'none':
      return [`total ${counted}`];
  }
};

/** Metrics that the alarms of a level read: of a rate both, of a burn rate both over two windows; a band of anomalies is two more. */
const readBy = ({ kind, baseline }: Guardrail, { burn }: Level): number =>
  (kind === 'rate' ? 2 : 1) * (burn === undefined ? 1 : 2) + (baseline === undefined ? 0 : 2);

/** As cheap as it can be had: somebody adds up each minute and publishes it once, all groups in as few calls as they fit into. */
export const customMetricsBill = ({ metrics, alarmMetrics, compositeAlarms }: CustomMetrics): readonly Line[] => [
  ...line('one for each count and group', 'customMetric', metrics),
  ...line(
    'one call a minute for each 1,000 of them',
    'metricRequest',
    MINUTES_PER_MONTH * Math.ceil(metrics / METRICS_PER_CALL),
  ),
  ...line('one for each level and group', 'alarmMetric', alarmMetrics),
  ...line('for both windows of a burn rate', 'compositeAlarm', compositeAlarms),
];
