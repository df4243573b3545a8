import { Duration, Stack } from 'aws-cdk-lib';
import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { metricNames } from '../../../shared/metric-names.ts';
import type { AddAlarm } from './alarm.ts';
import { ownMetric } from './metrics.ts';

const names = metricNames.evaluate;

export interface DeliveryWatchProps {
  /** Where incidents are told. */
  readonly topic: ITopic;
  readonly evaluate: IFunction;
  /** Whether the alarms speak over another topic than incidents do. */
  readonly isApart: boolean;
}

/** Whether what is told is heard. */
export function watchDelivery(add: AddAlarm, { topic, evaluate, isApart }: DeliveryWatchProps): void {
  const stack = Stack.of(evaluate).stackName;
  const readLog = `Read the log of the function ${evaluate.functionName}.`;
  // Said in the alarm itself: in every view it looks as good as the others.
  const unheard = isApart
    ? ''
    : ' It is told over the topic that it watches: without watchEmails nobody hears of it when all of them are lost.';

  add('NotificationSetAside', {
    metric: ownMetric(stack, 'evaluate', names.notificationsSetAside),
    means: 'SNS refused a notification, and its shortest form too: an incident was not told.',
    act: readLog,
    runbook: 'notification-set-aside',
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    evaluationPeriods: 1,
    // No tick, no number; the heartbeat tells that.
    treatMissingData: TreatMissingData.NOT_BREACHING,
    // The metric returns to zero by itself, the message stays unsent.
    tellsEnd: false,
  });

  add('AlertsUndelivered', {
    metric: topic.metricNumberOfNotificationsFailed({ period: Duration.minutes(5), statistic: Stats.SUM }),
    means: `SNS gave up delivering an alert to one of those who subscribe: it lies in the dead-letter queue of the subscription, or nowhere.${unheard}`,
    act: 'Read the newest message of the dead-letter queues of Subscriptions, and see in SNS which endpoint fails.',
    runbook: 'alerts-undelivered',
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    evaluationPeriods: 1,
    // Where nothing is told nothing fails.
    treatMissingData: TreatMissingData.NOT_BREACHING,
    // Five minutes without an alert are no proof that the next one arrives.
    tellsEnd: false,
  });

  add('AlertsLost', {
    metric: topic.metric('NumberOfNotificationsFailedToRedriveToDlq', {
      period: Duration.minutes(5),
      statistic: Stats.SUM,
    }),
    means: `SNS could not deliver an alert, and could not put it into the dead-letter queue either: it is lost.${unheard}`,
    act: "See whether the queue's policy lets sns.amazonaws.com in, and whether its key lets SNS encrypt.",
    runbook: 'alerts-lost',
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    evaluationPeriods: 1,
    // Where nothing is told nothing is lost.
    treatMissingData: TreatMissingData.NOT_BREACHING,
    // What is lost does not come back.
    tellsEnd: false,
  });

  add('SubscriptionsMissing', {
    // Whoever was missing for a part of the hour only is there again, or has just confirmed.
    metric: ownMetric(stack, 'evaluate', names.subscriptionsMissing, {
      statistic: Stats.MINIMUM,
      period: Duration.hours(1),
    }),
    means: `For two hours some of those who should hear of incidents have not: they never confirmed, left, or SNS suspended them for too much mail.${unheard}`,
    act: 'Compare the subscriptions of the topic with emails and subscriptions in your settings; deploy again to have a lost one asked anew.',
    runbook: 'subscriptions-missing',
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    // At the first deployment people take a while to confirm.
    evaluationPeriods: 2,
    datapointsToAlarm: 2,
    // SNS can't be asked: then nobody knows whether anybody hears.
    treatMissingData: TreatMissingData.BREACHING,
    tellsEnd: true,
  });
}
