import { App, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { describe, expect, it } from 'vitest';
import { CustomerKey } from '../../infra/constructs/customer-key.ts';
import { everything } from './everything.ts';
import { grants, keyOf, KEY, named } from './encrypted.ts';
import { defaults, properties, resource, resources, scratchFolder, statements, synthesize, target } from './synth.ts';

const template = synthesize({ ...everything, encryption: 'customer' });
const all = (type: string) => [...resources(template, type)];
const key = resource(template, 'AWS::KMS::Key', KEY);

describe('the key', () => {
  it('is one', () => {
    expect(all('AWS::KMS::Key').map(([id]) => id)).toEqual([KEY]);
  });

  it('is rotated', () => {
    expect(key.Properties['EnableKeyRotation']).toBe(true);
  });

  it('stays with the table that nobody could read without it', () => {
    expect(key).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  it('has no alias, of which an account has only one of a name', () => {
    expect(all('AWS::KMS::Alias')).toEqual([]);
  });
});

it('without it AWS keeps the keys', () => {
  const without = synthesize({ ...everything, encryption: 'aws' });
  expect(resources(without, 'AWS::KMS::Key').size).toBe(0);
  // The one that is there is of the stream.
  expect(JSON.stringify(without.toJSON()).replaceAll('kms:Decrypt', '')).not.toMatch(/"Kms|"KMS|kms:G/);
});

describe('the key encrypts', () => {
  it.each([
    ['AWS::DynamoDB::GlobalTable', 1],
    ['AWS::SQS::Queue', 5],
    ['AWS::SNS::Topic', 1],
    ['AWS::Logs::LogGroup', 4],
  ])('every %s, of which there are %i or more', (type, least) => {
    const ids = all(type).map(([id]) => id);
    expect(ids.length).toBeGreaterThanOrEqual(least);
    expect(ids.filter((id) => keyOf(template, type, id) !== KEY)).toEqual([]);
  });

  it('the table by itself, not only the default for its replicas', () => {
    expect(properties(template, 'AWS::DynamoDB::GlobalTable', 'StoreTable')['SSESpecification']).toEqual({
      SSEEnabled: true,
      SSEType: 'KMS',
    });
  });

  it('all that stores something: whatever else there is holds names, rights and settings only', () => {
    const types = new Set(
      Object.values((template.toJSON() as { Resources: object }).Resources).map(({ Type }) => Type),
    );
    expect([...types].filter((type) => !named.has(type))).toEqual([]);
  });
});

describe('the policy of the key', () => {
  it('leaves people and roles to IAM, and lets in four services', () => {
    expect(statements({ Properties: { PolicyDocument: key.Properties['KeyPolicy'] } }).map(principal)).toEqual([
      'arn:AWS::Partition:iam::AWS::AccountId:root',
      '*',
      'logs.AWS::Region.amazonaws.com',
      'cloudwatch.amazonaws.com',
      'sns.amazonaws.com',
      'events.amazonaws.com',
    ]);
  });

  it('keeps people from making grants, which no policy would show', () => {
    const [denied, ...others] = statements({ Properties: { PolicyDocument: key.Properties['KeyPolicy'] } }).filter(
      ({ Effect }) => Effect === 'Deny',
    );
    expect(others).toEqual([]);
    expect(denied).toMatchObject({
      Action: 'kms:CreateGrant',
      Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
    });
  });

  it('lets in no service that has nothing to do here', () => {
    const bare = synthesize({ encryption: 'customer', subscriptions: [], sources: {}, syntheticEvent: false });
    const { KeyPolicy } = properties(bare, 'AWS::KMS::Key', KEY);
    expect(statements({ Properties: { PolicyDocument: KeyPolicy } }).map(principal)).toEqual([
      'arn:AWS::Partition:iam::AWS::AccountId:root',
      '*',
      'logs.AWS::Region.amazonaws.com',
      'cloudwatch.amazonaws.com',
    ]);
  });

  it('is not for the constructs to add to that use the key', () => {
    const stack = new Stack(new App({ outdir: scratchFolder() }), 'Parapet');
    const { key: lent } = new CustomerKey(stack, 'Encryption', defaults);
    expect(lent.addToResourcePolicy(new PolicyStatement()).statementAdded).toBe(false);
  });

  it('lets CloudWatch Logs encrypt the logs of this account', () => {
    expect(grants(template, 'logs.AWS::Region.amazonaws.com')).toEqual([
      {
        actions: ['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
        condition: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': 'arn:AWS::Partition:logs:AWS::Region:AWS::AccountId:log-group:*',
          },
        },
      },
    ]);
  });
});

const principal = ({ Principal }: { readonly Principal?: unknown }): string => {
  const { AWS: account, Service: service } = Principal as { AWS?: unknown; Service?: unknown };
  return target(account ?? service);
};
