import { Duration, Stack } from 'aws-cdk-lib';
import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { limits } from '../../../shared/core/limits.ts';
import { days } from '../../../shared/core/units.ts';
import { DeadLetterQueue } from '../dead-letter-queue.ts';
import type { AddAlarm } from './alarm.ts';

/** Longer than the five tries of a message take that can't be read. */
const WAITED_TOO_LONG = Duration.minutes(10);
/** What is older than this is refused, so that it must be sent again a day before. */
const EXPIRING = Duration.millis(limits.acceptedAge - days(1));

/** All queues of the stack, whoever made them: one that nobody watches is where messages are forgotten. */
export function watchQueues(add: AddAlarm, stack: Stack, events: Queue): void {
  const queues = stack.node.findAll().filter((construct) => construct instanceof Queue);
  for (const queue of queues) {
    if (queue instanceof DeadLetterQueue) watchDeadLetters(add, queue);
    else watchAge(add, queue, queue === events);
  }
  if (events.deadLetterQueue !== undefined) watchExpiry(add, events.deadLetterQueue.queue);
}

/**
 * Whether anything lies there, and not how much came: what SQS itself moves there is no message sent. It goes off once, and
 * stays so until the queue is empty.
 */
function watchDeadLetters(add: AddAlarm, queue: DeadLetterQueue): void {
  const name = nameOf(queue);
  add(`DeadLetters${name.replaceAll('/', '')}`, {
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: Stats.MAXIMUM }),
    means: `Something came to nothing and waits for a person: the dead-letter queue of ${name} holds messages.`,
    act: `Read one of ${queue.queueName}, mend the cause, then send them again or throw them away. The alarm is over when the queue is empty.`,
    runbook: 'dead-letters',
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    evaluationPeriods: 1,
    // SQS tells nothing of a queue that has been empty for six hours; one with messages it always counts.
    treatMissingData: TreatMissingData.NOT_BREACHING,
    tellsEnd: true,
  });
}

/** A person's reminder, since the alarm above said it once: in a dead-letter queue the age counts from when a message came there. */
function watchExpiry(add: AddAlarm, queue: IQueue): void {
  add('EventsExpiring', {
    metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(15), statistic: Stats.MAXIMUM }),
    means: `Events have waited in the dead-letter queue for ${EXPIRING.toDays()} days: in a day they are too old to be taken, and those payments will never be judged.`,
    act: `Send the messages of ${queue.queueName} again, or decide that they are lost.`,
    runbook: 'events-expiring',
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    threshold: EXPIRING.toSeconds(),
    evaluationPeriods: 1,
    // SQS tells nothing of a queue that has been empty for six hours.
    treatMissingData: TreatMissingData.NOT_BREACHING,
    // The queue being empty is told by the other alarm.
    tellsEnd: false,
  });
}

function watchAge(add: AddAlarm, queue: Queue, isEvents: boolean): void {
  const name = nameOf(queue);
  const waiting = `have waited for ${WAITED_TOO_LONG.toMinutes()} minutes in the queue of ${name}`;
  add(isEvents ? 'EventsWaiting' : `AlertsWaiting${name.replaceAll('/', '')}`, {
    metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: Stats.MAXIMUM }),
    means: isEvents
      ? `Events ${waiting}: nothing takes them, or not as many as come. What they say is known late.`
      : `Alerts ${waiting}: whoever should hear of incidents this way does not.`,
    act: 'Read the log of the function that empties the queue, and see whether it runs at all.',
    runbook: isEvents ? 'events-waiting' : 'alerts-waiting',
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    threshold: WAITED_TOO_LONG.toSeconds(),
    evaluationPeriods: 5,
    datapointsToAlarm: 5,
    // SQS tells nothing of a queue that has been empty for six hours.
    treatMissingData: TreatMissingData.NOT_BREACHING,
    tellsEnd: true,
  });
}

/** `QueueIngest/DeadLetters`: where it stands in the code, and in the names of CloudFormation. */
const nameOf = (queue: Queue): string => queue.node.path.slice(Stack.of(queue).node.path.length + 1);
