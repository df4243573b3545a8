import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { metricNames, metricNamespace } from '../../shared/metric-names.ts';

export interface SelfWatchProps {
  /** The alarms speak where incidents are told. */
  readonly topic: ITopic;
  /** Named in the alarms, for its log is the next thing to read. */
  readonly evaluate: IFunction;
}

/** Tells when Parapet itself is silent or was not heard. A watcher that fails quietly looks like a good day. */
export class SelfWatch extends Construct {
  constructor(scope: Construct, id: string, props: SelfWatchProps) {
    super(scope, id);
    const action = new SnsAction(props.topic);
    const log = `Read the log of the function ${props.evaluate.functionName}.`;

    const heartbeat = this.alarm('Heartbeat', {
      metric: this.evaluateMetric(metricNames.heartbeat),
      alarmDescription: `Parapet has not judged all guardrails for five minutes: incidents are not told. ${log}`,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      // A lost or late tick is usual, and so is one missed by a deployment; five in a row are not. CloudWatch looks a
      // little further back than five when points are missing, so the alarm may come some minutes after the fifth.
      evaluationPeriods: 5,
      datapointsToAlarm: 5,
      // A stopped evaluator sends no zeros, it sends nothing.
      treatMissingData: TreatMissingData.BREACHING,
    });
    heartbeat.addAlarmAction(action);
    heartbeat.addOkAction(action);

    // No message when it is over: the metric returns to zero by itself, the message stays unsent.
    this.alarm('NotificationSetAside', {
      metric: this.evaluateMetric(metricNames.notificationsSetAside),
      alarmDescription: `SNS refused a notification, and its shortest form too: an incident was not told. ${log}`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(action);

    const unreadable = this.alarm('UnreadableSegments', {
      metric: this.evaluateMetric(metricNames.segmentsUnreadable),
      alarmDescription: `Some stored events can't be read and are left out of judging: a newer release wrote them, or they are damaged. ${log}`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    unreadable.addAlarmAction(action);
    // Over when the last of them has left the window that is judged.
    unreadable.addOkAction(action);
  }

  private alarm(id: string, props: AlarmProps): Alarm {
    return new Alarm(this, id, props);
  }

  /** With the dimensions that `evaluate` writes, so that two stacks in one account do not keep each other's heart beating. */
  private evaluateMetric(metricName: string): Metric {
    return new Metric({
      namespace: metricNamespace,
      metricName,
      dimensionsMap: { service: 'evaluate', stack: Stack.of(this).stackName },
      statistic: Stats.SUM,
      period: Duration.minutes(1),
    });
  }
}
