import * as z from 'zod';
import { dynamoClient } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoIncidents } from '../../shared/adapters/dynamodb/incidents.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { sqsRetryQueue } from '../../shared/adapters/sqs/retry-queue.ts';
import { ssmClient } from '../../shared/adapters/ssm/client.ts';
import { ssmSecrets } from '../../shared/adapters/ssm/secrets.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { settingsFrom, stackName, tableName } from '../settings.ts';
import { forwardHandler } from './handler.ts';
import { httpPost } from './post.ts';
import { secretNamed } from './secret.ts';
import { subscriptionSchema } from './subscription.ts';
import { targetOf } from './targets/targets.ts';

const settings = settingsFrom({
  STACK_NAME: stackName,
  TABLE_NAME: tableName,
  QUEUE_URL: z.url(),
  DEAD_LETTER_QUEUE_URL: z.url(),
  SUBSCRIPTION: z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(subscriptionSchema),
});
const subscription = settings.SUBSCRIPTION;

export const handler = forwardHandler({
  stackName: settings.STACK_NAME,
  filter: subscription,
  target: targetOf(subscription),
  secret: secretNamed(subscription.parameter, ssmSecrets(ssmClient()), systemClock),
  incidents: dynamoIncidents({ client: dynamoClient(), tableName: settings.TABLE_NAME }),
  queue: sqsRetryQueue({
    client: sqsClient(),
    queueUrl: settings.QUEUE_URL,
    deadLetterQueueUrl: settings.DEAD_LETTER_QUEUE_URL,
  }),
  post: httpPost,
  clock: systemClock,
});
