import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  GraphWidget,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { metricNames } from '../../../shared/metric-names.ts';
import { ownMetric } from '../watch/metrics.ts';

/** Whether Parapet itself is well. */
export function stateRow(stack: string, alarms: readonly Alarm[]): IWidget[] {
  const period = Duration.minutes(5);
  return [
    new AlarmStatusWidget({ title: 'Alarms on Parapet itself', alarms: [...alarms], width: 16, height: 6 }),
    new GraphWidget({
      title: 'Minutes judged, of five',
      width: 8,
      height: 6,
      left: [ownMetric(stack, 'evaluate', metricNames.evaluate.heartbeat, { period }).with({ label: 'judged whole' })],
      leftAnnotations: [{ value: 5, label: 'all' }],
      leftYAxis: { min: 0, showUnits: false },
    }),
  ];
}

/** As many columns as can be read. */
const COLUMNS = 6;

/**
 * What the newest tick decided of each guardrail: which incidents are open, and why none is. From the log, where it stands
 * anyway. Ids are letters, digits and hyphens, so that none can end the name of a field.
 */
export function decisionRows(guardrails: readonly Guardrail[], log: ILogGroup): IWidget[] {
  const rows = Math.ceil(guardrails.length / COLUMNS);
  return Array.from({ length: rows }, (_, row) => {
    const fields = guardrails.slice(row * COLUMNS, (row + 1) * COLUMNS).map(({ id }) => `\`decisions.${id}\``);
    return new LogQueryWidget({
      title: row === 0 ? 'What the newest tick decided' : '',
      logGroupNames: [log.logGroupName],
      view: LogQueryVisualizationType.TABLE,
      queryLines: [
        'filter message = "tick"',
        'sort @timestamp desc',
        'limit 1',
        `display @timestamp, ${fields.join(', ')}`,
      ],
      width: 24,
      height: 3,
    });
  });
}
