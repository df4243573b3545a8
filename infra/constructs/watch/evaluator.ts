import { Duration, Stack } from 'aws-cdk-lib';
import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { budgets } from '../../../shared/budgets.ts';
import { metricNames } from '../../../shared/metric-names.ts';
import type { AddAlarm } from './alarm.ts';
import { ownMetric } from './metrics.ts';

const names = metricNames.evaluate;

/** Of the time that Lambda gives it: what is not done then is done by the next tick, as long as there is one. */
const NEARLY_ALL = 0.8;
/** They are read raw at each tick; of more than the hour that is judged by the minute nothing would be gained. */
const MINUTES_BEHIND = 30;

/** Whether each minute is judged, whole and in time. */
export function watchEvaluator(add: AddAlarm, evaluate: IFunction): void {
  const stack = Stack.of(evaluate).stackName;
  const readLog = `Read the log of the function ${evaluate.functionName}.`;
  const minute = Duration.minutes(1);

  add('Heartbeat', {
    metric: ownMetric(stack, 'evaluate', names.heartbeat),
    means: 'Parapet has not judged all guardrails for five minutes: incidents are not told.',
    act: readLog,
    runbook: 'heartbeat',
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    threshold: 1,
    // A lost or late tick is usual, and so is one missed by a deployment; five in a row are not. CloudWatch looks a
    // little further back than five when points are missing, so the alarm may come some minutes after the fifth.
    evaluationPeriods: 5,
    datapointsToAlarm: 5,
    // A stopped evaluator sends no zeros, it sends nothing.
    treatMissingData: TreatMissingData.BREACHING,
    tellsEnd: true,
  });

  add('EvaluatorErrors', {
    metric: evaluate.metricErrors({ period: minute }),
    means: 'Three ticks of the last fifteen failed: what broke in those minutes is told late.',
    act: readLog,
    runbook: 'evaluator-errors',
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    evaluationPeriods: 15,
    datapointsToAlarm: 3,
    // Without a call there is no error. That it is not called the heartbeat tells.
    treatMissingData: TreatMissingData.NOT_BREACHING,
    tellsEnd: true,
  });

  add('EvaluatorSlow', {
    metric: evaluate.metricDuration({ period: minute, statistic: Stats.MAXIMUM }),
    means: `Ticks take more than ${(NEARLY_ALL * budgets.evaluateTimeout) / 1000} of their ${budgets.evaluateTimeout / 1000} seconds: soon they will be cut off, and nothing is judged then.`,
    act: readLog,
    runbook: 'evaluator-slow',
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    threshold: NEARLY_ALL * budgets.evaluateTimeout,
    // A catching-up tick seals until its time is spent, well below this.
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    // Without a call nothing is slow.
    treatMissingData: TreatMissingData.NOT_BREACHING,
    tellsEnd: true,
  });

  add('UnreadableSegments', {
    metric: ownMetric(stack, 'evaluate', names.segmentsUnreadable),
    means:
      "Some stored events can't be read and are left out of judging: a newer release wrote them, or they are damaged.",
    act: readLog,
    runbook: 'unreadable-segments',
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    evaluationPeriods: 1,
    // No tick, no number; the heartbeat tells that.
    treatMissingData: TreatMissingData.NOT_BREACHING,
    // Over when the last of them has left the window that is judged.
    tellsEnd: true,
  });

  add('MinutesBehind', {
    metric: ownMetric(stack, 'evaluate', names.minutesBehind, { statistic: Stats.MAXIMUM }),
    means: `For a quarter of an hour ${MINUTES_BEHIND} minutes or more have waited to be sealed: each tick reads them anew, which costs more and takes longer every minute.`,
    act: readLog,
    runbook: 'minutes-behind',
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    threshold: MINUTES_BEHIND,
    // After a gap of hours the next few ticks catch up.
    evaluationPeriods: 15,
    datapointsToAlarm: 15,
    // A tick that fails to seal writes no number, so that silence is the worse of the two. Where the evaluator has stopped
    // the heartbeat told it ten minutes before.
    treatMissingData: TreatMissingData.BREACHING,
    tellsEnd: true,
  });

  add('GuardrailsUnmatched', {
    metric: ownMetric(stack, 'evaluate', names.guardrailsUnmatched, {
      statistic: Stats.MAXIMUM,
      period: Duration.minutes(5),
    }),
    means:
      'A guardrail has found no event for a day: it watches nothing. A value in its pattern is misspelt, or its events no longer come.',
    act: `${readLog} It names the guardrail each minute.`,
    runbook: 'guardrails-unmatched',
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    // No tick, no number; the heartbeat tells that.
    treatMissingData: TreatMissingData.NOT_BREACHING,
    tellsEnd: true,
  });
}
