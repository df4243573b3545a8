import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Subscription } from '../settings/subscription.ts';

export interface SubscriptionsProps {
  /** Where incidents are told. */
  readonly topic: ITopic;
  readonly subscriptions: readonly Subscription[];
  readonly logRetentionDays: number;
  readonly reserveConcurrency: boolean;
}

/** Who hears of incidents, and of which. */
export class Subscriptions extends Construct {
  constructor(scope: Construct, id: string, _props: SubscriptionsProps) {
    super(scope, id);
  }
}
