import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { allowAlarms } from './alarm-publishing.ts';

export interface AlertsProps {
  /** Each gets a mail from AWS first and hears nothing until its link is clicked. */
  readonly emails: readonly string[];
  /** Encrypts what the topic holds; it must let alarms use it. */
  readonly key?: IKey;
}

/** Where incidents are told: the topic, and the people who asked to hear by email. */
export class Alerts extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: AlertsProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      displayName: 'Parapet',
      enforceSSL: true,
      ...(props.key && { masterKey: props.key }),
    });

    allowAlarms(this.topic);

    // That only this account may unsubscribe them can't be said here: it is said when an address is confirmed, and
    // CloudFormation can't confirm. docs/subscriptions.md gives the command.
    for (const email of props.emails) this.topic.addSubscription(new EmailSubscription(email));
  }
}
