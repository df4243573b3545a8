import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { budgets } from '../../shared/budgets.ts';
import type { Subscription } from '../settings/subscription.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { grantKeyUse, queueEncryption } from './key-access.ts';
import { NodeFunction } from './node-function.ts';
import { grantItems } from './table-access.ts';
import type { StoreTable } from './store.ts';

/** A subscription whose service SNS does not know, or gives up on after an hour. */
export type Forwarded = Extract<Subscription, { readonly parameter: string }>;

/** Two is the least that SQS allows. There are some five messages a minute when everything breaks. */
const AT_ONCE = 2;

export interface ForwarderProps {
  readonly subscription: Forwarded;
  /** Where incidents are: asked whether what comes late is still so. */
  readonly table: StoreTable;
  readonly logRetentionDays: number;
  readonly reserveConcurrency: boolean;
  /** Encrypts the queues, the table and the log. */
  readonly key?: IKey;
}

/**
 * A queue of its own and a function of its own for one subscription: a pager that is down must not hold up a channel, and the
 * function that posts to the channel has no right to the key of the pager.
 */
export class Forwarder extends Construct {
  /** Where SNS puts the messages. */
  readonly queue: Queue;
  readonly deadLetterQueue: DeadLetterQueue;
  readonly function: NodeFunction;

  constructor(scope: Construct, id: string, props: ForwarderProps) {
    super(scope, id);
    this.deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters', props.key);
    this.queue = new Queue(this, 'Queue', {
      visibilityTimeout: Duration.millis(budgets.forwardVisibility),
      // Longer than all tries take: what grows older than this is gone, and lies in no dead-letter queue.
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: budgets.forwardReceives },
      ...queueEncryption(props.key),
      enforceSSL: true,
    });
    this.function = new NodeFunction(this, 'Function', {
      service: 'forward',
      description: `Tells incidents to ${props.subscription.kind}`,
      timeout: budgets.forwardTimeout,
      // It waits for others; the share of a CPU is for the cold start, which nearly each call is.
      memorySize: 512,
      logRetentionDays: props.logRetentionDays,
      concurrency: AT_ONCE,
      reserveConcurrency: props.reserveConcurrency,
      environment: {
        TABLE_NAME: props.table.tableName,
        QUEUE_URL: this.queue.queueUrl,
        DEAD_LETTER_QUEUE_URL: this.deadLetterQueue.queueUrl,
        SUBSCRIPTION: JSON.stringify(props.subscription),
      },
      ...(props.key && { key: props.key }),
    });
    this.allow(props);
    this.readQueue();
  }

  private allow({ subscription, table, key }: ForwarderProps): void {
    // No right to a key beside it: that of alias/aws/ssm lets in whoever may read the parameter.
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
    this.function.addToRolePolicy(
      new PolicyStatement({ actions: ['ssm:GetParameter'], resources: [this.parameterArn(subscription.parameter)] }),
    );
    grantItems(table, this.function, ['dynamodb:Query'], ['STATE']);
    this.deadLetterQueue.grant(this.function, 'sqs:SendMessage');
    grantKeyUse(key, this.function, 'table');
    grantKeyUse(key, this.function, 'receive');
    grantKeyUse(key, this.function, 'send');
  }

  private parameterArn(name: string): string {
    return Stack.of(this).formatArn({
      service: 'ssm',
      resource: 'parameter',
      // In the ARN of /parapet/slack there is one slash before it, too.
      resourceName: name.replace(/^\//, ''),
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }

  private readQueue(): void {
    this.queue.grant(
      this.function,
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ChangeMessageVisibility',
    );
    new EventSourceMapping(this, 'Poller', {
      target: this.function,
      eventSourceArn: this.queue.queueArn,
      // Each has all the time of an invocation, and none waits for another's timeout.
      batchSize: 1,
      reportBatchItemFailures: true,
      maxConcurrency: AT_ONCE,
    });
  }
}
