import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, CfnGlobalTable, type ITableV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** What the others need of the table, whether it is the stack's own or one that was there. */
export type StoreTable = Pick<
  ITableV2,
  'tableName' | 'tableArn' | 'grant' | 'metric' | 'metricConsumedReadCapacityUnits' | 'metricConsumedWriteCapacityUnits'
>;

export interface StoreProps {
  /** The name of a table to go on with: one that was restored, or that a deleted stack left. It is taken as it is. */
  readonly existing?: string;
  /** Whether the table stays when the stack is deleted. */
  readonly removal: 'keep' | 'destroy';
  /** Encrypts the table; without it a key of DynamoDB does. */
  readonly key?: IKey;
}

/** The one table: segments, rollups, incidents. */
export class Store extends Construct {
  readonly table: StoreTable;

  constructor(scope: Construct, id: string, { existing, ...props }: StoreProps) {
    super(scope, id);
    this.table = existing === undefined ? this.newTable(props) : TableV2.fromTableName(this, 'Existing', existing);
  }

  private newTable(props: StoreProps): TableV2 {
    const isKept = props.removal === 'keep';
    // TableV2, though only one Region is used: a replica can be added later, where a `Table` would have to be moved.
    const table = new TableV2(this, 'Table', {
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
    if (props.key) encrypt(table, props.key);
    return table;
  }
}

/** What TableEncryptionV2 would do, which refuses a stack whose Region is not known before it is deployed. */
function encrypt({ node }: TableV2, key: IKey): void {
  const table = node.defaultChild;
  if (!(table instanceof CfnGlobalTable)) throw new Error(`${node.path} is no CfnGlobalTable`);
  table.sseSpecification = { sseEnabled: true, sseType: 'KMS' };
  table.addPropertyOverride('Replicas.0.SSESpecification', { KMSMasterKeyId: key.keyArn });
}
