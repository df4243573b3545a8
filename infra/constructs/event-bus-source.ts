import { Duration } from 'aws-cdk-lib';
import { EventBus, type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EventBridgeSource } from '../settings/settings.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

/**
 * The most that EventBridge does for an event that it can't deliver, which is less than the 3 days for which events are
 * accepted: what comes after an outage still counts.
 */
const retryPolicy = { maximumEventAgeInSeconds: Duration.hours(24).toSeconds(), maximumRetryAttempts: 185 };

export interface EventBusSourceProps {
  readonly source: EventBridgeSource;
  /** The queue that takes events. */
  readonly queue: IQueue;
  /** Encrypts the queues. It must let rules use it. */
  readonly key?: IKey;
}

/** A rule on a bus that sends what matches to the event queue, as it is: ingest-queue knows the envelope of EventBridge. */
export class EventBusSource extends Construct {
  /** What EventBridge could not put into the event queue. What ingest-queue then failed at is among that queue's dead letters. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, { source, queue, key }: EventBusSourceProps) {
    super(scope, id);
    this.undelivered = new DeadLetterQueue(this, 'Undelivered', key);
    const rule = new Rule(this, 'Rule', {
      description: 'Payment events for Parapet',
      // Only what stands here is read of it, and for a rule it may be an ARN as well.
      ...(source.bus === undefined ? undefined : { eventBus: EventBus.fromEventBusName(this, 'Bus', source.bus) }),
      eventPattern: {
        ...(source.source === undefined ? undefined : { source: [...source.source] }),
        ...(source.detailType === undefined ? undefined : { detailType: [...source.detailType] }),
      },
      targets: [deliver(queue, this.undelivered)],
    });
    for (const each of [queue, this.undelivered]) allowRule(rule, each);
  }
}

/** Not the target that CDK has: to an encrypted queue it lets in every rule of the account. */
const deliver = (queue: IQueue, undelivered: IQueue): IRuleTarget => ({
  bind: () => ({ arn: queue.queueArn, retryPolicy, deadLetterConfig: { arn: undelivered.queueArn } }),
});

const allowRule = (rule: Rule, queue: IQueue): void => {
  queue.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AllowRule',
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
    }),
  );
};
