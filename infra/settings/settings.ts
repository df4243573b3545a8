import type { Subscription } from './subscription.ts';

/** What the operator chooses in parapet.yaml, under `context` in cdk.json, or with `-c <name>=<value>`. */
export interface Settings {
  /** Two stacks in one account and Region need two names. */
  readonly stackName: string;
  /** Where it is deployed; without it where the AWS CLI would go. */
  readonly region?: string;
  /** Path of the rules file, from the folder of cdk.json. */
  readonly guardrailsFile: string;
  /** Who hears of incidents by email. */
  readonly emails: readonly string[];
  /** Who hears by email that Parapet itself is in trouble, over a topic of their own; without them the topic of incidents tells it. */
  readonly watchEmails: readonly string[];
  /** Who hears of incidents by other ways, or of some of them only. */
  readonly subscriptions: readonly Subscription[];
  /** Where events come from beside HTTPS and the queue, which are always there. */
  readonly sources: Sources;
  /** Off for accounts whose quota of concurrent executions leaves nothing to reserve. */
  readonly reserveConcurrency: boolean;
  /** Hears each minute that all is judged; outside AWS, for the Region itself may be what fails. */
  readonly heartbeatUrl?: string;
  /** Whether an event of our own goes the whole way each minute, watched by a guardrail of its own. */
  readonly syntheticEvent: boolean;
  readonly dashboard: boolean;
  /** Whether the value of each guardrail is a metric, at a price: without them the dashboard shows no values. */
  readonly guardrailMetrics: boolean;
  /** Whose keys encrypt the table, queues, topics and logs: `aws`, or `customer` for one key in this account. */
  readonly encryption: 'aws' | 'customer';
  /** Days, one of those that CloudWatch Logs allows. */
  readonly logRetentionDays: number;
  readonly memoryMb: MemoryMb;
  /** The name of a table to go on with, restored or left by a deleted stack; without it the stack makes its own. */
  readonly table?: string;
  /** Whether the table stays when the stack is deleted. */
  readonly removal: 'keep' | 'destroy';
}

/** Megabytes of the functions; the share of a CPU comes with them. */
export interface MemoryMb {
  readonly ingest: number;
  readonly evaluate: number;
}

export interface Sources {
  readonly eventBridge?: EventBridgeSource;
  readonly kinesis?: KinesisSource;
}

/** A rule on a bus that sends what matches to the event queue. At least one of the two lists. */
export interface EventBridgeSource {
  /** Name or ARN; the default bus if left out. */
  readonly bus?: string;
  readonly source?: readonly string[];
  readonly detailType?: readonly string[];
}

/** A stream in this account whose records are batches. */
export interface KinesisSource {
  readonly streamArn: string;
  /** The key that encrypts the stream, where it is a customer's. */
  readonly keyArn?: string;
}
