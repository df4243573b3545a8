import { Stack } from 'aws-cdk-lib';
import type { HttpRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSubscription, type ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { WatchTopic } from './watch-topic.ts';
import { type AddAlarm, runbookOf } from './watch/alarm.ts';
import { watchDelivery } from './watch/delivery.ts';
import { watchEvaluator } from './watch/evaluator.ts';
import { watchIngest, watchStream } from './watch/ingest.ts';
import { watchQueues } from './watch/queues.ts';
import { watchTable } from './watch/table.ts';
import type { StoreTable } from './store.ts';

export interface SelfWatchProps {
  /** Where incidents are told; the alarms speak there too, unless `emails` names somebody. */
  readonly topic: ITopic;
  /** Who hears of the alarms, by a path of their own. */
  readonly emails: readonly string[];
  readonly evaluate: LambdaFunction;
  /** Whether it writes the values of guardrails as metrics. */
  readonly guardrailMetrics: boolean;
  readonly table: StoreTable;
  readonly route: HttpRoute;
  /** The queue that takes events. */
  readonly queue: Queue;
  /** The functions that take events over HTTPS and the queue. */
  readonly ingest: readonly IFunction[];
  /** The one that takes them from a stream, where there is one. */
  readonly stream?: IFunction;
  /** Encrypts the topic. */
  readonly key?: IKey;
}

/**
 * Tells when Parapet itself is silent or was not heard. A watcher that fails quietly looks like a good day. It is made last, as
 * it watches every queue of the stack.
 */
export class SelfWatch extends Construct {
  /** Where the alarms speak. */
  readonly topic: ITopic;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: SelfWatchProps) {
    super(scope, id);
    const { emails, evaluate, stream, key } = props;
    const isApart = emails.length > 0;
    this.topic = isApart ? new WatchTopic(this, 'Own', { emails, ...(key && { key }) }).topic : props.topic;
    const alarms: Alarm[] = [];
    this.alarms = alarms;

    const action = new SnsAction(this.topic);
    const add: AddAlarm = (name, { means, act, runbook, tellsEnd, ...alarm }) => {
      const alarmDescription = `${means} ${act} ${runbookOf(runbook)}`;
      const added = new Alarm(this, name, { ...alarm, alarmDescription });
      added.addAlarmAction(action);
      if (tellsEnd) added.addOkAction(action);
      alarms.push(added);
    };
    const functions = [...props.ingest, ...(stream === undefined ? [] : [stream])];
    watchEvaluator(add, evaluate);
    watchDelivery(add, { topic: props.topic, evaluate, isApart });
    watchIngest(add, { api: props.route.httpApi, functions });
    if (stream !== undefined) watchStream(add, stream);
    watchQueues(add, Stack.of(this), props.queue);
    watchTable(add, props.table);
    this.tellEvaluator(props);
  }

  /** What of this watch only the evaluator can tell. */
  private tellEvaluator({ evaluate, topic, guardrailMetrics }: SelfWatchProps): void {
    evaluate.addEnvironment('GUARDRAIL_METRICS', guardrailMetrics ? 'on' : 'off');
    evaluate.addEnvironment('EXPECTED_SUBSCRIPTIONS', String(this.subscriptionsTo(topic)));
    Grant.addToPrincipal({
      grantee: evaluate,
      actions: ['sns:GetTopicAttributes'],
      resourceArns: [topic.topicArn],
    });
  }

  /** Counted and not handed over, so that none is forgotten whoever makes it. */
  private subscriptionsTo(topic: ITopic): number {
    const stack = Stack.of(this);
    const arnOf = (arn: string): string => JSON.stringify(stack.resolve(arn));
    return stack.node
      .findAll()
      .filter(
        (construct) => construct instanceof CfnSubscription && arnOf(construct.topicArn) === arnOf(topic.topicArn),
      ).length;
  }
}
