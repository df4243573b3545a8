import { STREAM_KEY_ARN } from '../everything.ts';
import type { Arns } from './arns.ts';
import type { Call } from './call.ts';

/** A call that is made outside of this repository, and what for: those of people are in docs/operations.md. */
export interface ByHand {
  readonly call: Call;
  readonly why: string;
}

const calls = (why: string, resource: string, ...actions: readonly string[]): readonly ByHand[] =>
  actions.map((action) => ({ call: { action, resource }, why }));

const lookAndPurge = ['GetQueueUrl', 'GetQueueAttributes', 'ReceiveMessage', 'PurgeQueue'].map((name) => `sqs:${name}`);
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html */
const redrive = [
  'StartMessageMoveTask',
  'ListMessageMoveTasks',
  'CancelMessageMoveTask',
  'ReceiveMessage',
  'DeleteMessage',
  'GetQueueAttributes',
].map((name) => `sqs:${name}`);

/** What people and producers call, and what AWS does though no template says so, by the logical id of the role or policy. */
export const madeByHand = (arns: Arns): ReadonlyMap<string, readonly ByHand[]> =>
  new Map([
    [
      'StreamIngestFunctionRole',
      [
        {
          call: { action: 'kms:Decrypt', resource: STREAM_KEY_ARN, via: 'kinesis' },
          why: 'Lambda reads records that are encrypted',
        },
      ],
    ],
    [
      'ProducerAccessPolicy',
      [
        ...calls('a producer posts a batch', arns.api('POST/v1/events'), 'execute-api:Invoke'),
        ...calls('a producer sends a batch', arns.queue('QueueIngestQueue'), 'sqs:SendMessage'),
      ],
    ],
    [
      'OperatorAccessPolicy',
      [
        ...arns.functions.flatMap((fn) => calls('`aws logs tail`', fn, 'lambda:GetFunctionConfiguration')),
        ...arns.functionLogs.flatMap((id) => [
          ...calls('`aws logs tail`', arns.log(id), 'logs:FilterLogEvents'),
          ...calls('the log in the console', arns.log(id), 'logs:DescribeLogStreams'),
          ...calls('the log in the console', arns.logStream(id), 'logs:GetLogEvents'),
        ]),
        ...calls('who subscribes', arns.topic, 'sns:ListSubscriptionsByTopic'),
        {
          call: { action: 'dynamodb:Query', resource: arns.table, partitions: ['ASIDE'] },
          why: 'what SNS refused',
        },
        ...arns.deadLetters.flatMap((id) => calls('a look at dead letters', arns.queue(id), ...lookAndPurge)),
        ...arns.redriven.flatMap(({ source, deadLetters }) => [
          ...calls('dead letters sent again', arns.queue(deadLetters), ...redrive),
          ...calls('dead letters sent again', arns.queue(source), 'sqs:SendMessage'),
        ]),
      ],
    ],
  ]);
