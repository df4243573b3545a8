import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { queueEncryption } from './key-access.ts';

/** Where failures wait for a person: the longest that SQS keeps a message, so that none is lost over a holiday. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, key?: IKey) {
    super(scope, id, {
      retentionPeriod: Duration.days(14),
      ...queueEncryption(key),
      enforceSSL: true,
    });
  }
}
