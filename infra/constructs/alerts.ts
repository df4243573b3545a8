import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

export interface AlertsProps {
  /** Each gets a mail from AWS first and hears nothing until its link is clicked. */
  readonly emails: readonly string[];
  /** Encrypts what the topic holds; it must let alarms use it. */
  readonly key?: IKey;
}

/** Where incidents are told: the topic, and the people who asked to hear by email. */
export class Alerts extends Construct {
  readonly topic: Topic;
  /** So many subscriptions to the topic should be confirmed. */
  readonly count: number;

  constructor(scope: Construct, id: string, props: AlertsProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      displayName: 'Parapet',
      enforceSSL: true,
      ...(props.key && { masterKey: props.key }),
    });

    // A topic policy of our own (enforceSSL is one) replaces the default that let this account's alarms publish. Without
    // this statement the alarms go to ALARM, look well wired in every view, and tell nobody.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AllowAlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );

    // That only this account may unsubscribe them can't be said here: it is said when an address is confirmed, and
    // CloudFormation can't confirm. docs/subscriptions.md gives the command.
    for (const email of props.emails) this.topic.addSubscription(new EmailSubscription(email));
    this.count = props.emails.length;
  }
}
