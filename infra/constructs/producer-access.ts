import type { HttpRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { grantKeyUse } from './key-access.ts';

export interface ProducerAccessProps {
  /** The route that takes events. */
  readonly route: HttpRoute;
  /** The queue that takes events. */
  readonly queue: IQueue;
  /** Encrypts the queue. */
  readonly key?: IKey;
}

/** What a producer's role needs to send events, by either way, and nothing that reads. */
export class ProducerAccess extends Construct {
  readonly policy: ManagedPolicy;

  constructor(scope: Construct, id: string, props: ProducerAccessProps) {
    super(scope, id);
    this.policy = new ManagedPolicy(this, 'Policy', { description: 'Send payment events to Parapet' });
    props.route.grantInvoke(this.policy);
    props.queue.grant(this.policy, 'sqs:SendMessage');
    grantKeyUse(props.key, this.policy, 'send');
  }
}
