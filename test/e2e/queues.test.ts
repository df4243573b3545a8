import { expect, test } from 'vitest';
import { queueArnBeside, queuePolicy } from '../../e2e/queues.ts';

const topic = 'arn:aws-cn:sns:cn-north-1:111122223333:alerts';

test('the test queue lies beside the topic', () => {
  expect(queueArnBeside(topic, 'Parapet-e2e-abc-alerts')).toBe(
    'arn:aws-cn:sqs:cn-north-1:111122223333:Parapet-e2e-abc-alerts',
  );
});

test('the test queue takes messages of SNS for this topic and from nobody else', () => {
  const queue = queueArnBeside(topic, 'alerts');
  expect(JSON.parse(queuePolicy(queue, topic))).toMatchObject({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queue,
        Condition: { ArnEquals: { 'aws:SourceArn': topic } },
      },
    ],
  });
});
