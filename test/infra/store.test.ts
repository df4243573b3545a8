import { describe, expect, it } from 'vitest';
import { resource, synthesize } from './synth.ts';

const table = resource(synthesize(), 'AWS::DynamoDB::GlobalTable', 'StoreTable');

describe('the table', () => {
  it('is keyed by the strings pk and sk', () => {
    expect(table.Properties).toMatchObject({
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
    });
  });

  it('is paid by request', () => {
    expect(table.Properties['BillingMode']).toBe('PAY_PER_REQUEST');
  });

  it('expires items by expiresAt', () => {
    expect(table.Properties['TimeToLiveSpecification']).toEqual({ AttributeName: 'expiresAt', Enabled: true });
  });

  it('can be recovered to a point in time', () => {
    expect(table.Properties['Replicas']).toMatchObject([
      { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
    ]);
  });

  it('is protected from deletion by hand', () => {
    expect(table.Properties['Replicas']).toMatchObject([{ DeletionProtectionEnabled: true }]);
  });

  it('stays when the stack is deleted or would replace it', () => {
    expect(table).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });
});

describe('with a table that is there already, restored or left by a deleted stack', () => {
  const adopted = synthesize({ table: 'parapet-restored' });

  it('the stack makes none', () => {
    expect(adopted.findResources('AWS::DynamoDB::GlobalTable')).toEqual({});
  });

  it('every function works on it and may', () => {
    const text = JSON.stringify(adopted.toJSON());
    const functions = Object.values(adopted.findResources('AWS::Lambda::Function')) as {
      Properties: { Environment: { Variables: Record<string, unknown> } };
    }[];
    const named = functions.flatMap(({ Properties }) => Properties.Environment.Variables['TABLE_NAME'] ?? []);
    expect(named).toEqual(functions.map(() => 'parapet-restored'));
    expect(text).toContain(':table/parapet-restored');
    expect(text).not.toContain('StoreTable');
  });
});
