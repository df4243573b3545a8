import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

export interface AlertsProps {
  /** Each gets a mail from AWS first and hears nothing until its link is clicked. */
  readonly emails: readonly string[];
}

/** Where incidents are told: the topic, and the people who asked to hear by email. */
export class Alerts extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: AlertsProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { displayName: 'Parapet', enforceSSL: true });

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

    for (const email of props.emails) this.topic.addSubscription(new EmailSubscription(email));
  }
}
