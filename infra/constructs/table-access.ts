import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { StoreTable } from './store.ts';

export type TableAction = 'dynamodb:GetItem' | 'dynamodb:Query' | 'dynamodb:PutItem' | 'dynamodb:DeleteItem';

/**
 * Allows actions on the items whose partition key is one of `partitions`, which may end in `*`. One table holds everything, so
 * that without this a broken ingest could overwrite the incidents, and a broken evaluator the events. The keys are those of
 * shared/adapters/dynamodb/keys.ts.
 */
export const grantItems = (
  table: StoreTable,
  grantee: IGrantable,
  actions: readonly TableAction[],
  partitions: readonly string[],
): Grant =>
  Grant.addToPrincipal({
    grantee,
    actions: [...actions],
    resourceArns: [table.tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...partitions] } },
  });

/** What a function may do that stores batches: segments, and the markers of those that come late. Nothing that reads. */
export const grantIngest = (table: StoreTable, grantee: IGrantable): Grant =>
  grantItems(table, grantee, ['dynamodb:PutItem'], ['SEG#*', 'LATE#*']);

/** What `evaluate` may do: read events and what it remembers, write what it concludes, and remove late markers once their minute is sealed again. */
export const grantEvaluate = (table: StoreTable, grantee: IGrantable): void => {
  grantItems(table, grantee, ['dynamodb:GetItem'], ['STATE', 'TICK', 'SEAL', 'ROLL#*']);
  grantItems(table, grantee, ['dynamodb:Query'], ['STATE', 'SILENCE', 'SEG#*', 'ROLL#*', 'LATE#*']);
  grantItems(table, grantee, ['dynamodb:PutItem'], ['STATE', 'TICK', 'SEAL', 'INC', 'ASIDE', 'ROLL#*']);
  // Left lying, a marker would have its minute sealed again at each tick.
  grantItems(table, grantee, ['dynamodb:DeleteItem'], ['LATE#*']);
};
