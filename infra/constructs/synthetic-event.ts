import { Duration, Stack } from 'aws-cdk-lib';
import { Grant, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { syntheticBatch } from '../synthetic-guardrail.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { grantKeyUse } from './key-access.ts';

export interface SyntheticEventProps {
  /** The queue that takes events. */
  readonly queue: IQueue;
  /** Encrypts the queues. */
  readonly key?: IKey;
}

/** An event of our own each minute, which goes the whole way and is watched by a guardrail of its own. */
export class SyntheticEvent extends Construct {
  constructor(scope: Construct, id: string, { queue, key }: SyntheticEventProps) {
    super(scope, id);
    const undelivered = new DeadLetterQueue(this, 'UndeliveredEvents', key);
    // Not one of CDK's SqsSendMessage: its role may read the queue's attributes too, and use the key for all else.
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    Grant.addToPrincipal({
      grantee: role,
      actions: ['sqs:SendMessage'],
      resourceArns: [queue.queueArn, undelivered.queueArn],
    });
    grantKeyUse(key, role, 'send');

    new Schedule(this, 'EachMinute', {
      description: 'Sends an event of Parapet itself the whole way',
      schedule: ScheduleExpression.cron({ minute: '*' }),
      timeWindow: TimeWindow.off(),
      target: {
        bind: () => ({
          arn: queue.queueArn,
          role,
          input: ScheduleTargetInput.fromObject(syntheticBatch(ContextAttribute.scheduledTime)),
          // Later it would only be one more that came late.
          retryPolicy: { maximumEventAgeInSeconds: Duration.seconds(60).toSeconds(), maximumRetryAttempts: 2 },
          deadLetterConfig: { arn: undelivered.queueArn },
        }),
      },
    });
  }
}
