import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { AddAlarm } from './alarm.ts';
import { sumOf } from './metrics.ts';
import type { StoreTable } from '../store.ts';

const minute = Duration.minutes(1);

/** Most of what the functions ask of the table. A fault of it meets these too, and each more is another metric to pay. */
const operations = ['PutItem', 'Query'];

/** Why ingest or the evaluator is slow or fails, where it is the table. */
export function watchTable(add: AddAlarm, table: StoreTable): void {
  const lasting = {
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    // A minute of it the SDK's tries get over.
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    // DynamoDB has no point for a minute without one.
    treatMissingData: TreatMissingData.NOT_BREACHING,
    tellsEnd: true,
  };

  add('TableThrottled', {
    ...lasting,
    metric: sumOf(
      ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) =>
        table.metric(name, { period: minute, statistic: Stats.SUM }),
      ),
      minute,
    ),
    means:
      'DynamoDB refused requests to the table in three of the last five minutes: producers hear 503, ticks take longer.',
    act: 'See whether more comes than usual, and raise the warm throughput of the table before an event that is planned.',
    runbook: 'table-throttled',
  });

  add('TableErrors', {
    ...lasting,
    metric: sumOf(
      operations.map((Operation) =>
        table.metric('SystemErrors', {
          period: minute,
          statistic: Stats.SUM,
          dimensionsMap: dimensionsOf(table, Operation),
        }),
      ),
      minute,
    ),
    means: 'DynamoDB itself failed requests in three of the last five minutes: a fault of AWS, which the SDK repeats.',
    act: 'Look at the AWS Health Dashboard. Nothing is lost: producers send again, and the next tick judges anew.',
    runbook: 'table-errors',
  });
}

/** DynamoDB counts these for each operation alone. */
const dimensionsOf = ({ tableName }: StoreTable, Operation: string): Record<string, string> => ({
  TableName: tableName,
  Operation,
});
