import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** One key of this account for the table, queues, topics and logs. */
export class CustomerKey extends Construct {
  declare readonly key: IKey;
}
