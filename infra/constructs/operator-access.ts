import { ArnFormat, CfnOutput, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IConstruct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { Forwarder } from './forwarder.ts';
import { grantKeyUse } from './key-access.ts';
import { NodeFunction } from './node-function.ts';
import { grantItems } from './table-access.ts';
import type { StoreTable } from './store.ts';

/**
 * IAM takes 6 144 characters in a managed policy, without blanks: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html.
 * An ARN here has 160 at the most, and what stands around them 2 000.
 */
const ARNS_IN_A_POLICY = 30;

export interface OperatorAccessProps {
  /** Where silences lie, and the events that a backtest replays. */
  readonly table: StoreTable;
  /** The queue that takes events; what lies in its dead-letter queue can be sent to it again. */
  readonly queue: Queue;
  /** Encrypts the table and the queues. */
  readonly key?: IKey;
}

/**
 * What a person on call needs: the commands of the CLI with --stack, and of docs/operations.md those that read logs and dead
 * letters or send these again. Nothing that changes what runs, and nothing that writes what was concluded. It covers the
 * functions, queues and topics that are there when it is made, so it is made last.
 */
export class OperatorAccess extends Construct {
  /** What a stack with many subscriptions has no room for in it is in others, which have outputs of their own. */
  readonly policy: ManagedPolicy;
  readonly #key: IKey | undefined;
  readonly #policies: ManagedPolicy[] = [];
  #room = 0;

  constructor(scope: Construct, id: string, props: OperatorAccessProps) {
    super(scope, id);
    this.#key = props.key;
    this.policy = this.addPolicy();
    this.findStack();
    grantItems(props.table, this.policy, ['dynamodb:Query', 'dynamodb:PutItem'], ['SILENCE']);
    // Of what a backtest replays, and of what SNS refused.
    grantItems(props.table, this.policy, ['dynamodb:Query'], ['SEG#*', 'ASIDE']);

    const all = Stack.of(this).node.findAll();
    const functions = all.filter((each) => each instanceof NodeFunction);
    for (const { functionArn } of functions) this.allow(['lambda:GetFunctionConfiguration'], functionArn);
    for (const { logGroup } of functions) this.allow(readLog, logGroup.logGroupArn);
    for (const each of all.filter((one) => one instanceof Topic))
      this.allow(['sns:ListSubscriptionsByTopic'], each.topicArn);
    const sources = sourcesOf(all, props.queue);
    for (const each of all.filter((one) => one instanceof DeadLetterQueue)) {
      const source = sources.get(each);
      this.allow(source === undefined ? lookAndPurge : [...lookAndPurge, ...redrive], each.queueArn);
      if (source !== undefined) this.allow(['sqs:SendMessage'], source.queueArn);
    }
  }

  private allow(actions: readonly string[], arn: string): void {
    const policy = (this.#room > 0 ? this.#policies.at(-1) : undefined) ?? this.addPolicy();
    policy.addStatements(new PolicyStatement({ actions: [...actions], resources: [arn] }));
    this.#room--;
  }

  private addPolicy(): ManagedPolicy {
    const number = this.#policies.length + 1;
    const policy = new ManagedPolicy(this, number === 1 ? 'Policy' : `Policy${number}`, {
      description: 'Operate Parapet: silences, backtests, logs, dead letters',
    });
    grantKeyUse(this.#key, policy, 'table');
    grantKeyUse(this.#key, policy, 'send');
    if (number > 1) {
      new CfnOutput(Stack.of(this), `OperatorPolicyArn${number}`, {
        value: policy.managedPolicyArn,
        description: 'What the one before has no room for. Attach it to the same role',
      });
    }
    this.#policies.push(policy);
    this.#room = ARNS_IN_A_POLICY;
    return policy;
  }

  private findStack(): void {
    const stack = Stack.of(this);
    const arn = stack.formatArn({
      service: 'cloudformation',
      resource: 'stack',
      resourceName: `${stack.stackName}/*`,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    this.policy.addStatements(
      new PolicyStatement({ actions: ['cloudformation:DescribeStacks'], resources: [arn] }),
      // For a --stack without a name. A list has no narrower resource; it holds names and descriptions, no outputs.
      new PolicyStatement({
        actions: ['cloudformation:ListStacks'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:RequestedRegion': stack.region } },
      }),
    );
  }
}

const readLog = ['logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:DescribeLogStreams'];
const lookAndPurge = ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:PurgeQueue'];
/**
 * Beside them, for StartMessageMoveTask, which takes messages from one queue and sends them to the other in the name of who
 * calls it: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
 */
const redrive = [
  'sqs:StartMessageMoveTask',
  'sqs:ListMessageMoveTasks',
  'sqs:CancelMessageMoveTask',
  'sqs:DeleteMessage',
];

/** By its dead-letter queue. What SNS, EventBridge or Lambda gave up can't be sent again so. */
const sourcesOf = (all: readonly IConstruct[], events: Queue): ReadonlyMap<IQueue, IQueue> => {
  const queues = [events, ...all.filter((each) => each instanceof Forwarder).map(({ queue }) => queue)];
  return new Map(
    queues.flatMap((queue) => (queue.deadLetterQueue === undefined ? [] : [[queue.deadLetterQueue.queue, queue]])),
  );
};
