import { Aws } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';

/** What each use of something encrypted asks of its key, in the name of the one who uses it. */
const uses = {
  /**
   * DynamoDB asks for the key of the table, for a write as for a read, and keeps it for five minutes:
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html. What else it needs it has by
   * the grants that it made for itself when the table was made.
   */
  table: { service: 'dynamodb', actions: ['kms:Decrypt'] },
  /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
  receive: { service: 'sqs', actions: ['kms:Decrypt'] },
  /** The same page. A sender decrypts too: SQS verifies each data key so. */
  send: { service: 'sqs', actions: ['kms:GenerateDataKey', 'kms:Decrypt'] },
  /** https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
  publish: { service: 'sns', actions: ['kms:GenerateDataKey', 'kms:Decrypt'] },
  /** https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html */
  readStream: { service: 'kinesis', actions: ['kms:Decrypt'] },
} as const;

/**
 * Allows a role to use what the key encrypts, and the key only so: never to call it itself. The Region is left open because
 * DynamoDB asks that of the policies of tables that can have replicas; the key itself is of one Region.
 */
export const grantKeyUse = (key: IKey | undefined, grantee: IGrantable, use: keyof typeof uses): void => {
  if (key === undefined) return;
  const { service, actions } = uses[use];
  Grant.addToPrincipal({
    grantee,
    actions: [...actions],
    resourceArns: [key.keyArn],
    conditions: { StringLike: { 'kms:ViaService': `${service}.*.${Aws.URL_SUFFIX}` } },
  });
};

/** What encrypts a queue: the given key, or else one of SQS that costs nothing and asks nothing of those who send. */
export const queueEncryption = (key: IKey | undefined): Pick<QueueProps, 'encryption' | 'encryptionMasterKey'> =>
  key === undefined
    ? { encryption: QueueEncryption.SQS_MANAGED }
    : { encryption: QueueEncryption.KMS, encryptionMasterKey: key };
