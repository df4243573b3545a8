import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { budgets } from '../../shared/budgets.ts';
import { concurrency } from '../capacity.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { grantKeyUse, queueEncryption } from './key-access.ts';
import { NodeFunction } from './node-function.ts';
import { grantIngest } from './table-access.ts';
import type { StoreTable } from './store.ts';

export interface QueueIngestProps {
  /** Where segments are written. */
  readonly table: StoreTable;
  /** Megabytes of the function. */
  readonly memoryMb: number;
  readonly logRetentionDays: number;
  /** Encrypts the table, the queues and the log. */
  readonly key?: IKey;
  /** Whether the cap of `ingest-queue` is reserved too. The queue keeps to it either way. */
  readonly reserveConcurrency: boolean;
}

/** The same batches as messages, for producers that would rather not wait for an answer. */
export class QueueIngest extends Construct {
  readonly queue: Queue;
  readonly function: NodeFunction;

  constructor(scope: Construct, id: string, props: QueueIngestProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      visibilityTimeout: Duration.millis(budgets.queueVisibility),
      // Longer than the 3 days for which events are accepted, shorter than the 14 days of the dead-letter queue:
      // a message keeps its age when it moves there.
      retentionPeriod: Duration.days(4),
      // Fewer, and messages that Lambda was too busy to take would end among those that can't be read.
      deadLetterQueue: { queue: new DeadLetterQueue(this, 'DeadLetters', props.key), maxReceiveCount: 5 },
      ...queueEncryption(props.key),
      enforceSSL: true,
    });
    this.function = new NodeFunction(this, 'Function', {
      service: 'ingest-queue',
      description: 'Stores batches of events that come as messages',
      timeout: budgets.ingestTimeout,
      memorySize: props.memoryMb,
      logRetentionDays: props.logRetentionDays,
      concurrency: concurrency.ingestQueue,
      reserveConcurrency: props.reserveConcurrency,
      environment: { TABLE_NAME: props.table.tableName },
      ...(props.key && { key: props.key }),
    });
    grantIngest(props.table, this.function);
    grantKeyUse(props.key, this.function, 'table');
    grantKeyUse(props.key, this.function, 'receive');
    this.readQueue();
  }

  /** Not SqsEventSource: it grants two more actions than polling needs. */
  private readQueue(): void {
    this.queue.grant(this.function, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes');
    new EventSourceMapping(this, 'Poller', {
      target: this.function,
      eventSourceArn: this.queue.queueArn,
      // Messages may hold 1 MiB each; Lambda closes a batch at 6 MB, so large ones come in smaller batches.
      // There is no batching window: with one, Lambda lets a quiet queue wait for up to 20 s.
      batchSize: 10,
      reportBatchItemFailures: true,
      // Not above the reservation: what the poller takes and can't hand over counts as a receive, and after five the
      // message lies in the dead-letter queue without ever having been tried.
      maxConcurrency: concurrency.ingestQueue,
    });
  }
}
