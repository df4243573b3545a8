import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { allowAlarms } from './alarm-publishing.ts';

export interface WatchTopicProps {
  readonly emails: readonly string[];
  /** Encrypts the topic. */
  readonly key?: IKey;
}

/** Where Parapet's own trouble is told, by another path than incidents: that nobody hears of those can be heard here. */
export class WatchTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { emails, key }: WatchTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      displayName: 'Parapet itself',
      enforceSSL: true,
      ...(key && { masterKey: key }),
    });
    allowAlarms(this.topic);
    for (const email of emails) this.topic.addSubscription(new EmailSubscription(email));
  }
}
