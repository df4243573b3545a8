import { Annotations, CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alerts } from './constructs/alerts.ts';
import { Evaluator } from './constructs/evaluator.ts';
import { HttpIngest } from './constructs/http-ingest.ts';
import { ProducerAccess } from './constructs/producer-access.ts';
import { QueueIngest } from './constructs/queue-ingest.ts';
import { SelfWatch } from './constructs/self-watch.ts';
import { Store } from './constructs/store.ts';

export interface ParapetStackProps {
  /** Who hears of incidents by email. */
  readonly emails: readonly string[];
  /** Whether the functions reserve their share of the account's concurrency. */
  readonly reserveConcurrency: boolean;
  /** Hears of each tick that judged everything. */
  readonly heartbeatUrl?: string;
  /** The validated rules as JSON. */
  readonly guardrails: string;
}

/** Producers -> ingest -> table -> evaluate (each minute) -> topic, and a watch over the watcher. */
export class ParapetStack extends Stack {
  constructor(scope: Construct, id: string, props: ParapetStackProps) {
    super(scope, id, { description: 'Parapet: alerts on payment guardrails' });
    const { emails, guardrails, heartbeatUrl, reserveConcurrency } = props;

    const { table } = new Store(this, 'Store');
    const { topic } = new Alerts(this, 'Alerts', { emails });
    const heartbeat = heartbeatUrl === undefined ? {} : { heartbeatUrl };
    const evaluator = new Evaluator(this, 'Evaluator', { table, topic, guardrails, reserveConcurrency, ...heartbeat });
    const http = new HttpIngest(this, 'HttpIngest', { table, reserveConcurrency });
    const queue = new QueueIngest(this, 'QueueIngest', { table, reserveConcurrency });
    const producers = new ProducerAccess(this, 'ProducerAccess', { route: http.route, queue: queue.queue });
    new SelfWatch(this, 'SelfWatch', { topic, evaluate: evaluator.function });

    // Who reads segments is deployed before who writes them: a new form of segment must find a reader that knows it,
    // or its minutes would count as unreadable and not be judged until the deployment ends.
    http.function.node.addDependency(evaluator.function);
    queue.function.node.addDependency(evaluator.function);

    if (emails.length === 0) {
      Annotations.of(this).addWarningV2(
        'parapet:no-emails',
        'No email addresses given: nobody hears of an incident until something subscribes to AlertTopicArn. Add them with -c emails=a@example.com,b@example.com',
      );
    }

    this.output('EventsUrl', http.eventsUrl, 'Producers POST their batches here, signed for the service execute-api');
    this.output('EventQueueUrl', queue.queue.queueUrl, 'Producers send the same batches here as messages');
    this.output('AlertTopicArn', topic.topicArn, 'Subscribe SMS, queues, functions and webhooks here');
    this.output('TableName', table.tableName, 'Segments, rollups and incidents; it stays when the stack is deleted');
    this.output('EvaluateFunctionName', evaluator.function.functionName, 'Its log says why each verdict was reached');
    this.output('ProducerPolicyArn', producers.policy.managedPolicyArn, 'Attach it to the role of each producer');
  }

  private output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}
