import { Duration, Stack } from 'aws-cdk-lib';
import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { metricNames } from '../../../shared/metric-names.ts';
import type { AddAlarm } from './alarm.ts';
import { ownMetric, percentOf, sumOf } from './metrics.ts';

const names = metricNames.ingest;

/** Fewer events say nothing about a share of them. Our own synthetic ones are 60 an hour. */
const LEAST_EVENTS = 100;
const LATE_PERCENT = 10;
const REFUSED_PERCENT = 5;

export interface IngestWatchProps {
  readonly api: IHttpApi;
  /** All that take events. */
  readonly functions: readonly IFunction[];
}

/** Whether events come in, in time and whole. */
export function watchIngest(add: AddAlarm, { api, functions }: IngestWatchProps): void {
  const stack = Stack.of(api).stackName;
  const some = Duration.minutes(5);
  const logs = `Read the logs of ${functions.map(({ functionName }) => functionName).join(', ')}.`;

  add('IngestUnavailable', {
    metric: api.metricServerError({ period: some, statistic: Stats.SUM }),
    means:
      'Producers got 5xx in two of the last three periods of five minutes. They send again, and what they give up on is not judged.',
    act: logs,
    runbook: 'ingest-unavailable',
    ...twoOfThree,
    tellsEnd: true,
  });

  add('IngestErrors', {
    metric: sumOf(
      functions.map((each) => each.metricErrors({ period: some })),
      some,
    ),
    means:
      'A function that takes events failed again and again: its events come late, or end in the dead-letter queue.',
    act: logs,
    runbook: 'ingest-errors',
    ...twoOfThree,
    tellsEnd: true,
  });

  add('IngestThrottled', {
    metric: sumOf(
      functions.map((each) => each.metricThrottles({ period: some })),
      some,
    ),
    means: 'Lambda had no room for a function that takes events: it met its reservation, or the account its quota.',
    act: 'Compare the concurrent executions of the function with its reservation, and of the account with its quota.',
    runbook: 'ingest-throttled',
    ...twoOfThree,
    tellsEnd: true,
  });

  add('EventsLate', {
    metric: percentOf(
      'late',
      ['stored'],
      LEAST_EVENTS,
      {
        late: ownMetric(stack, 'ingest', names.lateEvents, { period: Duration.hours(1) }),
        stored: ownMetric(stack, 'ingest', names.eventsStored, { period: Duration.hours(1) }),
      },
      Duration.hours(1),
    ),
    means: `More than ${LATE_PERCENT}% of the events of the last hour came when their minute had been judged: what they say is known late, and costs twice.`,
    act: 'Find the producer that holds its events back, or whose clock is slow.',
    runbook: 'events-late',
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: LATE_PERCENT,
    evaluationPeriods: 1,
    // No events are not late. That none come the guardrails on volume tell.
    treatMissingData: TreatMissingData.NOT_BREACHING,
    tellsEnd: true,
  });

  const quarter = Duration.minutes(15);
  add('EventsRefused', {
    metric: percentOf(
      'refused',
      ['stored', 'refused'],
      LEAST_EVENTS,
      {
        refused: ownMetric(stack, 'ingest', names.eventsRefused, { period: quarter }),
        stored: ownMetric(stack, 'ingest', names.eventsStored, { period: quarter }),
      },
      quarter,
    ),
    means: `More than ${REFUSED_PERCENT}% of the events of the last quarter of an hour were refused: payments that no guardrail sees.`,
    act: 'Find the producer that changed: its answers, or the log, say which field is wrong.',
    runbook: 'events-refused',
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: REFUSED_PERCENT,
    evaluationPeriods: 1,
    // No events are not refused.
    treatMissingData: TreatMissingData.NOT_BREACHING,
    tellsEnd: true,
  });
}

/** One period alone is a deployment, or a scaling that its retries get over. */
const twoOfThree = {
  comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
  threshold: 0,
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
  // Without requests there is none that fails.
  treatMissingData: TreatMissingData.NOT_BREACHING,
};

/** Of a function that reads a stream, how old the newest record is that it has read. */
export function watchStream(add: AddAlarm, reader: IFunction): void {
  add('StreamBehind', {
    metric: reader.metric('IteratorAge', { period: Duration.minutes(1), statistic: Stats.MAXIMUM }),
    means:
      'The stream is read ten minutes late or more: what its events say is known late, and after its retention they are gone.',
    act: `Read the log of the function ${reader.functionName}.`,
    runbook: 'stream-behind',
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    threshold: Duration.minutes(10).toMilliseconds(),
    evaluationPeriods: 5,
    datapointsToAlarm: 5,
    // A stream without records has no age.
    treatMissingData: TreatMissingData.NOT_BREACHING,
    tellsEnd: true,
  });
}
