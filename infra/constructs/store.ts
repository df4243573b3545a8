import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';

export interface StoreProps {
  /** Whether the table stays when the stack is deleted. */
  readonly removal: 'keep' | 'destroy';
}

/** The one table: segments, rollups, incidents. */
export class Store extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, props: StoreProps) {
    super(scope, id);
    const isKept = props.removal === 'keep';
    // TableV2, though only one Region is used: a replica can be added later, where a `Table` would have to be moved.
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      // Payments come in peaks; provisioned capacity would throttle ingest in the very minutes that matter.
      billing: Billing.onDemand(),
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // 400 days of history and the open incidents exist nowhere else. Retaining keeps them from CloudFormation,
      // the protection from a person who tidies up: deleting the table takes two deliberate steps.
      removalPolicy: isKept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      deletionProtection: isKept,
    });
  }
}
