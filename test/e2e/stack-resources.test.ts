import { describe, expect, test } from 'vitest';
import { leftAmong, type StackResource, tablesAmong } from '../../e2e/stack-resources.ts';

const resources: readonly StackResource[] = [
  { ResourceType: 'AWS::DynamoDB::GlobalTable', PhysicalResourceId: 'table', ResourceStatus: 'DELETE_SKIPPED' },
  { ResourceType: 'AWS::DynamoDB::Table', PhysicalResourceId: 'other-table', ResourceStatus: 'DELETE_COMPLETE' },
  { ResourceType: 'AWS::DynamoDB::GlobalTable', ResourceStatus: 'CREATE_FAILED' },
  { ResourceType: 'AWS::KMS::Key', PhysicalResourceId: 'key', ResourceStatus: 'DELETE_SKIPPED' },
  { ResourceType: 'AWS::SQS::Queue', PhysicalResourceId: 'queue', ResourceStatus: 'DELETE_COMPLETE' },
  { ResourceType: 'AWS::IAM::Role', PhysicalResourceId: 'role', ResourceStatus: 'DELETE_FAILED' },
];

describe('of a deleted stack', () => {
  test('every table that was made is looked for, whatever CloudFormation says became of it', () => {
    expect(tablesAmong(resources)).toEqual(['table', 'other-table']);
  });

  test('what was kept or could not be deleted is told, but for the tables', () => {
    expect(leftAmong(resources)).toEqual(['AWS::KMS::Key key', 'AWS::IAM::Role role']);
  });
});
