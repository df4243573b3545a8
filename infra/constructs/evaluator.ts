import { Duration, Stack } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Rules } from '../../shared/core/guardrail/rules.ts';
import { budgets } from '../../shared/budgets.ts';
import { concurrency } from '../capacity.ts';
import { bundledFile } from './bundled-file.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { grantKeyUse } from './key-access.ts';
import { NodeFunction } from './node-function.ts';
import { grantEvaluate } from './table-access.ts';
import type { StoreTable } from './store.ts';

const guardrailsFile = 'guardrails.json';

/** A tick older than this has been overtaken by the next one, which judges everything anew. Both services take no less. */
const tickAge = Duration.seconds(60);

export interface EvaluatorProps {
  /** What is judged, and where the state of incidents is kept. */
  readonly table: StoreTable;
  /** Where incidents are told. */
  readonly topic: ITopic;
  /** The validated rules. */
  readonly rules: Rules;
  /** Hears of each tick that judged everything. */
  readonly heartbeatUrl?: string;
  /** Megabytes of the function. */
  readonly memoryMb: number;
  readonly logRetentionDays: number;
  /** Encrypts the table, the topic, the queues and the log. */
  readonly key?: IKey;
  /** Whether the one place of `evaluate` is kept free for it. */
  readonly reserveConcurrency: boolean;
}

/** `evaluate`, and the clock that calls it each minute. */
export class Evaluator extends Construct {
  readonly function: NodeFunction;

  constructor(scope: Construct, id: string, props: EvaluatorProps) {
    super(scope, id);
    this.function = new NodeFunction(this, 'Function', {
      service: 'evaluate',
      description: 'Judges the guardrails each minute and tells of incidents',
      timeout: budgets.evaluateTimeout,
      memorySize: props.memoryMb,
      logRetentionDays: props.logRetentionDays,
      concurrency: concurrency.evaluate,
      reserveConcurrency: props.reserveConcurrency,
      environment: {
        TABLE_NAME: props.table.tableName,
        TOPIC_ARN: props.topic.topicArn,
        STACK_NAME: Stack.of(this).stackName,
        GUARDRAILS_FILE: `/var/task/${guardrailsFile}`,
        // A tick makes much that it soon lets go of: with Node's 16 MB, collecting it is a fifth of the time of 10,000 series.
        NODE_OPTIONS: '--max-semi-space-size=32',
        ...(props.heartbeatUrl === undefined ? {} : { HEARTBEAT_URL: props.heartbeatUrl }),
      },
      commandHooks: bundledFile(this, guardrailsFile, JSON.stringify(props.rules)),
      ...(props.key && { key: props.key }),
    });
    grantEvaluate(props.table, this.function);
    grantKeyUse(props.key, this.function, 'table');
    // Not topic.grantPublish: it would allow the key too, and not only through SNS.
    Grant.addToPrincipal({
      grantee: this.function,
      actions: ['sns:Publish'],
      resourceArns: [props.topic.topicArn],
    });
    grantKeyUse(props.key, this.function, 'publish');
    this.dropFailedTicks(props.key);
    this.callEachMinute(props.key);
  }

  /** Scheduler calls asynchronously. Lambda would repeat a failed tick after 1 and 2 minutes, into the ticks that follow it. */
  private dropFailedTicks(key: IKey | undefined): void {
    const failures = new DeadLetterQueue(this, 'FailedTicks', key);
    failures.grant(this.function, 'sqs:SendMessage');
    grantKeyUse(key, this.function, 'send');
    this.function.configureAsyncInvoke({
      retryAttempts: 0,
      maxEventAge: tickAge,
      // Not SqsDestination: it grants two more actions than Lambda needs.
      onFailure: { bind: () => ({ destination: failures.queueArn }) },
    });
  }

  private callEachMinute(key: IKey | undefined): void {
    const target = new LambdaInvoke(this.function, {
      input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
      // The defaults, 185 tries over 24 hours, would deliver yesterday's minutes after an outage.
      maxEventAge: tickAge,
      retryAttempts: 2,
      // What Scheduler could not hand to Lambda. What Lambda then failed at is in FailedTicks.
      deadLetterQueue: new DeadLetterQueue(this, 'UndeliveredTicks', key),
    });
    new Schedule(this, 'EachMinute', {
      description: 'Calls evaluate with the minute it is to judge',
      // Not rate(1 minute), which counts from the moment of deployment: the scheduled times are whole minutes.
      schedule: ScheduleExpression.cron({ minute: '*' }),
      timeWindow: TimeWindow.off(),
      target: {
        bind: (schedule) => {
          const bound = target.bind(schedule);
          // CDK allows the role to send to the queue, and forgets its key.
          grantKeyUse(key, bound.role, 'send');
          return bound;
        },
      },
    });
  }
}
