import { describe, expect, it } from 'vitest';
import { alarmsOf, everything, metricsOf } from './alarms.ts';
import { resources, synthesize } from './synth.ts';

describe.each([
  ['as it is without settings', synthesize()],
  ['with every source and kind of subscription', everything],
])('of the queues of a stack %s', (_name, from) => {
  const all = JSON.stringify(from.toJSON());
  const queues = [...resources(from, 'AWS::SQS::Queue').keys()];
  /** Where SQS, SNS, Scheduler and Lambda put what came to nothing, as the template says it. */
  const isDeadLetterQueue = (id: string): boolean =>
    [
      new RegExp(`"deadLetterTargetArn":\\{"Fn::GetAtt":\\["${id}[0-9A-F]{8}"`),
      new RegExp(`"DeadLetterConfig":\\{"(?:Arn|TargetArn)":\\{"Fn::GetAtt":\\["${id}[0-9A-F]{8}"`),
      new RegExp(`"OnFailure":\\{"Destination":\\{"Fn::GetAtt":\\["${id}[0-9A-F]{8}"`),
    ].some((place) => place.test(all));
  const watching = (metric: string, queue: string) =>
    alarmsOf(from).filter(([, each]) =>
      metricsOf(each).some(({ name, of }) => name === `AWS/SQS ${metric}` && of.includes(`QueueName=${queue}`)),
    );

  it('there are dead-letter queues and others', () => {
    expect(queues.filter(isDeadLetterQueue).length).toBeGreaterThanOrEqual(4);
    expect(queues.filter((id) => !isDeadLetterQueue(id))).toContain('QueueIngestQueue');
  });

  it('each that holds what came to nothing has an alarm at its first message', () => {
    const watched = queues.filter(isDeadLetterQueue).map((queue) => {
      const [found] = watching('ApproximateNumberOfMessagesVisible', queue);
      return [queue, found?.[1]['Threshold'], found?.[1]['ComparisonOperator']];
    });
    expect(watched).toEqual(queues.filter(isDeadLetterQueue).map((queue) => [queue, 0, 'GreaterThanThreshold']));
  });

  it('each other has an alarm when a message waits', () => {
    const others = queues.filter((id) => !isDeadLetterQueue(id));
    expect(others.filter((queue) => watching('ApproximateAgeOfOldestMessage', queue).length !== 1)).toEqual([]);
  });
});
