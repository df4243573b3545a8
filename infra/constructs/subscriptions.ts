import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnSubscription, type CfnSubscriptionProps, type ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { ConfigurationError } from '../configuration-error.ts';
import type { Subscription } from '../settings/subscription.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { Forwarder, type Forwarded } from './forwarder.ts';
import { filterPolicyOf } from './subscription-filter.ts';
import { subscriptionNames, subscriptionProblems } from './subscription-names.ts';
import { warnOfUnheard } from './who-hears.ts';
import type { StoreTable } from './store.ts';

export interface SubscriptionsProps {
  /** Where incidents are told. */
  readonly topic: ITopic;
  readonly subscriptions: readonly Subscription[];
  /** Of the rules, whose ids a filter may name. */
  readonly guardrails: readonly Guardrail[];
  /** Those who hear everything by email, beside these. */
  readonly emails: readonly string[];
  /** Those who hear of Parapet itself over a topic of their own. */
  readonly watchEmails: readonly string[];
  /** Where incidents are. */
  readonly table: StoreTable;
  readonly logRetentionDays: number;
  readonly reserveConcurrency: boolean;
  /** Encrypts the queues, the table and the logs. */
  readonly key?: IKey;
}

/**
 * From the first try on, SNS allows an hour in all: https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html.
 * At the most 2 x 5 s, then five waits that grow to 300 s, then six of those: 55 minutes.
 */
const httpsRetries = {
  healthyRetryPolicy: {
    minDelayTarget: 5,
    maxDelayTarget: 300,
    numRetries: 13,
    numNoDelayRetries: 0,
    numMinDelayRetries: 2,
    numMaxDelayRetries: 6,
    backoffFunction: 'exponential',
  },
} as const;

/** Who hears of incidents, and of which. */
export class Subscriptions extends Construct {
  readonly #props: SubscriptionsProps;

  constructor(scope: Construct, id: string, props: SubscriptionsProps) {
    super(scope, id);
    this.#props = props;
    const problems = subscriptionProblems(props);
    if (problems.length > 0) throw new ConfigurationError(problems);
    warnOfUnheard(this, props);
    const names = subscriptionNames(props.subscriptions);
    for (const [index, subscription] of props.subscriptions.entries())
      this.subscribe(new Construct(this, names[index] ?? String(index)), subscription);
  }

  private subscribe(scope: Construct, subscription: Subscription): void {
    switch (subscription.kind) {
      case 'email':
        return this.toTopic(scope, subscription, { protocol: 'email', endpoint: subscription.address });
      case 'sqs':
        return this.toTopic(scope, subscription, {
          protocol: 'sqs',
          endpoint: subscription.queueArn,
          ...this.deadLetters(scope),
        });
      case 'https':
        return this.toTopic(scope, subscription, {
          protocol: 'https',
          endpoint: subscription.url,
          deliveryPolicy: httpsRetries,
          ...this.deadLetters(scope),
        });
      case 'lambda':
        this.letTopicCall(scope, subscription.functionArn);
        return this.toTopic(scope, subscription, {
          protocol: 'lambda',
          endpoint: subscription.functionArn,
          ...this.deadLetters(scope),
        });
      case 'pagerDuty':
      case 'opsgenie':
      case 'slack':
      case 'webhook':
        return this.forward(scope, subscription);
    }
  }

  /** Without a filter at SNS, which would drop the alarms on Parapet itself: the function sorts out what is not asked for. */
  private forward(scope: Construct, subscription: Forwarded): void {
    const { topic, subscriptions: _, ...props } = this.#props;
    const { queue, deadLetterQueue } = new Forwarder(scope, 'Forwarder', { subscription, ...props });
    this.letTopicSend(queue);
    this.letTopicSend(deadLetterQueue);
    new CfnSubscription(scope, 'Subscription', {
      topicArn: topic.topicArn,
      protocol: 'sqs',
      endpoint: queue.queueArn,
      redrivePolicy: { deadLetterTargetArn: deadLetterQueue.queueArn },
    });
  }

  private toTopic(
    scope: Construct,
    subscription: Subscription,
    props: Pick<CfnSubscriptionProps, 'protocol' | 'endpoint' | 'redrivePolicy' | 'deliveryPolicy'>,
  ): void {
    const filterPolicy = filterPolicyOf(subscription);
    new CfnSubscription(scope, 'Subscription', {
      topicArn: this.#props.topic.topicArn,
      ...props,
      ...(filterPolicy && { filterPolicy, filterPolicyScope: 'MessageAttributes' }),
    });
  }

  /** Without one SNS discards what it could not deliver, and says so to nobody. */
  private deadLetters(scope: Construct): Pick<CfnSubscriptionProps, 'redrivePolicy'> {
    const queue = new DeadLetterQueue(scope, 'DeadLetters', this.#props.key);
    this.letTopicSend(queue);
    return { redrivePolicy: { deadLetterTargetArn: queue.queueArn } };
  }

  /** Missing on a dead-letter queue, what should lie there is discarded without a word. */
  private letTopicSend(queue: Queue): void {
    queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AllowTopic',
        principals: [new ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: {
          ArnEquals: { 'aws:SourceArn': this.#props.topic.topicArn },
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
        },
      }),
    );
  }

  private letTopicCall(scope: Construct, functionArn: string): void {
    new CfnPermission(scope, 'AllowTopic', {
      action: 'lambda:InvokeFunction',
      functionName: functionArn,
      principal: 'sns.amazonaws.com',
      sourceArn: this.#props.topic.topicArn,
    });
  }
}
