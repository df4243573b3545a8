import { Annotations, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Rules } from '../shared/core/guardrail/rules.ts';
import { Alerts } from './constructs/alerts.ts';
import { CustomerKey } from './constructs/customer-key.ts';
import { Dashboard } from './constructs/dashboard.ts';
import { Evaluator } from './constructs/evaluator.ts';
import { EventBusSource } from './constructs/event-bus-source.ts';
import { HttpIngest } from './constructs/http-ingest.ts';
import { OperatorAccess } from './constructs/operator-access.ts';
import { ProducerAccess } from './constructs/producer-access.ts';
import { QueueIngest } from './constructs/queue-ingest.ts';
import { SelfWatch } from './constructs/self-watch.ts';
import { Store } from './constructs/store.ts';
import { StreamIngest } from './constructs/stream-ingest.ts';
import { Subscriptions } from './constructs/subscriptions.ts';
import { SyntheticEvent } from './constructs/synthetic-event.ts';
import type { Settings } from './settings/settings.ts';

export interface ParapetStackProps extends Pick<StackProps, 'env'> {
  readonly settings: Settings;
  /** The validated rules. */
  readonly rules: Rules;
}

/** Producers -> ingest -> table -> evaluate (each minute) -> topic, and a watch over the watcher. */
export class ParapetStack extends Stack {
  constructor(scope: Construct, id: string, { settings, rules, ...props }: ParapetStackProps) {
    super(scope, id, { ...props, description: 'Parapet: alerts on payment guardrails' });
    const { emails, subscriptions, sources, heartbeatUrl, memoryMb, guardrailMetrics } = settings;
    const { reserveConcurrency, logRetentionDays, removal, encryption } = settings;
    const { eventBridge, kinesis } = sources;
    const keyed = encryption === 'customer' ? { key: new CustomerKey(this, 'Encryption', settings).key } : {};
    const functions = { reserveConcurrency, logRetentionDays, ...keyed };

    const { table } = new Store(this, 'Store', {
      removal,
      ...keyed,
      ...(settings.table === undefined ? undefined : { existing: settings.table }),
    });
    const { topic } = new Alerts(this, 'Alerts', { emails, ...keyed });
    new Subscriptions(this, 'Subscriptions', {
      ...functions,
      topic,
      table,
      subscriptions,
      emails,
      watchEmails: settings.watchEmails,
      guardrails: rules.guardrails,
    });
    const evaluator = new Evaluator(this, 'Evaluator', {
      ...functions,
      table,
      topic,
      rules,
      memoryMb: memoryMb.evaluate,
      ...(heartbeatUrl === undefined ? undefined : { heartbeatUrl }),
    });

    const ingest = { ...functions, table, memoryMb: memoryMb.ingest };
    const http = new HttpIngest(this, 'HttpIngest', ingest);
    const { queue, function: ingestQueue } = new QueueIngest(this, 'QueueIngest', ingest);
    if (eventBridge !== undefined) new EventBusSource(this, 'EventBusSource', { source: eventBridge, queue, ...keyed });
    const stream =
      kinesis === undefined ? undefined : new StreamIngest(this, 'StreamIngest', { ...ingest, source: kinesis });
    const producers = new ProducerAccess(this, 'ProducerAccess', { route: http.route, queue, ...keyed });

    if (settings.syntheticEvent) new SyntheticEvent(this, 'SyntheticEvent', { queue, ...keyed });
    const watched = { topic, table, queue, route: http.route, evaluate: evaluator.function, guardrailMetrics };
    const { alarms } = new SelfWatch(this, 'SelfWatch', {
      ...watched,
      ...keyed,
      emails: settings.watchEmails,
      ingest: [http.function, ingestQueue],
      ...(stream && { stream: stream.function }),
    });
    if (settings.dashboard) new Dashboard(this, 'Dashboard', { ...watched, rules, alarms });
    const operators = new OperatorAccess(this, 'OperatorAccess', { table, queue, ...keyed });

    // Who reads segments is deployed before who writes them: a new form of segment must find a reader that knows it,
    // or its minutes would count as unreadable and not be judged until the deployment ends.
    http.function.node.addDependency(evaluator.function);
    ingestQueue.node.addDependency(evaluator.function);
    stream?.function.node.addDependency(evaluator.function);

    if (emails.length + subscriptions.length === 0) {
      Annotations.of(this).addWarningV2(
        'parapet:no-emails',
        'No email addresses given: nobody hears of an incident until something subscribes to AlertTopicArn. Add them with -c emails=a@example.com,b@example.com',
      );
    }

    this.output('EventsUrl', http.eventsUrl, 'Producers POST their batches here, signed for the service execute-api');
    this.output('EventQueueUrl', queue.queueUrl, 'Producers send the same batches here as messages');
    this.output('AlertTopicArn', topic.topicArn, 'Subscribe SMS, queues, functions and webhooks here');
    this.output('TableName', table.tableName, 'Segments, rollups and incidents; it stays when the stack is deleted');
    this.output('EvaluateFunctionName', evaluator.function.functionName, 'Its log says why each verdict was reached');
    this.output('ProducerPolicyArn', producers.policy.managedPolicyArn, 'Attach it to the role of each producer');
    this.output('OperatorPolicyArn', operators.policy.managedPolicyArn, 'Attach it to the role of people on call');
  }

  private output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}
