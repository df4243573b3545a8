import { Duration } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { budgets } from '../../shared/budgets.ts';
import { limits } from '../../shared/core/limits.ts';
import type { KinesisSource } from '../settings/settings.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { grantKeyUse } from './key-access.ts';
import { NodeFunction } from './node-function.ts';
import { grantIngest } from './table-access.ts';
import type { StoreTable } from './store.ts';

/** One at once for each shard; a stream with more of them waits, and loses nothing. */
const concurrency = 10;

export interface StreamIngestProps {
  readonly source: KinesisSource;
  /** Where segments are written. */
  readonly table: StoreTable;
  /** Megabytes of the function. */
  readonly memoryMb: number;
  readonly logRetentionDays: number;
  /** Encrypts the table, the queue and the log. */
  readonly key?: IKey;
  /** Whether the cap of `ingest-stream` is reserved. */
  readonly reserveConcurrency: boolean;
}

/** The same batches as records of a stream. */
export class StreamIngest extends Construct {
  readonly function: NodeFunction;
  /** Where in the stream the records lie that were given up, without the records: they are read from the stream again. */
  readonly givenUp: Queue;

  constructor(scope: Construct, id: string, props: StreamIngestProps) {
    super(scope, id);
    const { source, table, key } = props;
    this.givenUp = new DeadLetterQueue(this, 'GivenUp', key);
    this.function = new NodeFunction(this, 'Function', {
      service: 'ingest-stream',
      description: 'Stores batches of events that come as records of a stream',
      timeout: budgets.ingestTimeout,
      memorySize: props.memoryMb,
      logRetentionDays: props.logRetentionDays,
      concurrency,
      reserveConcurrency: props.reserveConcurrency,
      environment: { TABLE_NAME: table.tableName },
      ...(key && { key }),
    });
    grantIngest(table, this.function);
    grantKeyUse(key, this.function, 'table');
    this.givenUp.grant(this.function, 'sqs:SendMessage');
    grantKeyUse(key, this.function, 'send');
    this.readStream(source);
  }

  private readStream({ streamArn, keyArn }: KinesisSource): void {
    // What the page asks for, but SubscribeToShard, which is for consumers with a fan-out of their own; and not ListStreams,
    // which CDK adds for a stream, where it allows nothing: https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
    Grant.addToPrincipal({
      grantee: this.function,
      actions: [
        'kinesis:DescribeStream',
        'kinesis:DescribeStreamSummary',
        'kinesis:GetRecords',
        'kinesis:GetShardIterator',
        'kinesis:ListShards',
      ],
      resourceArns: [streamArn],
    });
    if (keyArn !== undefined) grantKeyUse(Key.fromKeyArn(this, 'StreamKey', keyArn), this.function, 'readStream');

    new EventSourceMapping(this, 'Poller', {
      target: this.function,
      eventSourceArn: streamArn,
      // From the oldest record that is there. With the newest, those of the seconds before polling begins are passed over, at
      // the first deployment and whenever the mapping is replaced; what then comes twice counts once.
      startingPosition: StartingPosition.TRIM_HORIZON,
      // Records may hold 1 MiB and more; Lambda closes a batch at 6 MB, so large ones come in smaller batches.
      batchSize: 100,
      parallelizationFactor: 1,
      reportBatchItemFailures: true,
      // A record at which the function dies is found by halves, and those before it are done with.
      bisectBatchOnError: true,
      // As often as it takes. A number of tries is over after some minutes in which the table takes no writes, and then every
      // batch of the outage is passed over. What can't be read is no reason to try again: ingest-stream says so in its log and
      // goes on.
      retryAttempts: -1,
      // Until nothing in the record would be accepted any more.
      maxRecordAge: Duration.millis(limits.acceptedAge),
      // Not SqsDlq: it grants two more actions than Lambda needs.
      onFailure: { bind: () => ({ destination: this.givenUp.queueArn }) },
    });
  }
}
