import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface SyntheticEventProps {
  /** The queue that takes events. */
  readonly queue: IQueue;
}

/** An event of our own each minute, which goes the whole way and is watched by a guardrail of its own. */
export class SyntheticEvent extends Construct {
  constructor(scope: Construct, id: string, _props: SyntheticEventProps) {
    super(scope, id);
  }
}
