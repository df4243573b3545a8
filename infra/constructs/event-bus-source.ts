import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EventBridgeSource } from '../settings/settings.ts';

export interface EventBusSourceProps {
  readonly source: EventBridgeSource;
  /** The queue that takes events. */
  readonly queue: IQueue;
}

/** A rule on a bus that sends what matches to the event queue. */
export class EventBusSource extends Construct {
  constructor(scope: Construct, id: string, _props: EventBusSourceProps) {
    super(scope, id);
  }
}
