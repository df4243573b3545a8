import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type ForwardHandlerDependencies, forwardHandler } from '../../../functions/forward/handler.ts';
import { postWithin } from '../../../functions/forward/post.ts';
import { secretNamed } from '../../../functions/forward/secret.ts';
import { subscriptionSchema } from '../../../functions/forward/subscription.ts';
import { targetOf } from '../../../functions/forward/targets/targets.ts';
import { memoryIncidents } from '../../../shared/adapters/memory/incidents.ts';
import { memoryRetryQueue } from '../../../shared/adapters/memory/retry-queue.ts';
import { memorySecrets } from '../../../shared/adapters/memory/secrets.ts';
import { budgets } from '../../../shared/budgets.ts';
import { addMs, seconds } from '../../../shared/core/units.ts';
import { NOW } from '../../support/builders.ts';
import { aContext, aDelivery } from '../../support/lambda.ts';
import { STACK } from './deliveries.ts';
import { type Script, startService } from './service.ts';

export const secretsOf = {
  pagerDuty: '0123456789abcdef0123456789abcdef',
  opsgenie: 'eb243592-faa2-4ba2-a551-1afdf565c889',
  slack: 'https://hooks.slack.com/services/T0/B0/X',
  webhook: 'https://alerts.example.com/parapet',
} as const;
export const PARAMETER = '/parapet/secret';

export interface Forwarding {
  readonly kind: keyof typeof secretsOf;
  readonly script: Script;
  /** Beside the kind and the parameter. */
  readonly subscription?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Partial<ForwardHandlerDependencies>;
}

/** The function of one subscription, against a service of this machine; half a minute after the messages were decided. */
export const startForwarding = async ({ kind, script, subscription = {}, dependencies = {} }: Forwarding) => {
  const service = await startService(script);
  const settings = subscriptionSchema.parse({ kind, parameter: PARAMETER, ...subscription });
  const secrets = new Map<string, string>([[PARAMETER, secretsOf[kind]]]);
  const queue = memoryRetryQueue();
  const clock = { now: () => addMs(NOW, seconds(30)) };
  const handler = forwardHandler({
    stackName: STACK,
    filter: settings,
    target: targetOf(settings),
    secret: secretNamed(PARAMETER, memorySecrets(secrets), clock),
    incidents: memoryIncidents(),
    queue,
    post: service.through(postWithin(seconds(60))),
    clock,
    ...dependencies,
  });
  const deliver = (event: SQSEvent, remaining: number): Promise<SQSBatchResponse> =>
    handler(event, aContext(remaining));
  return {
    service,
    secrets,
    queue,
    /** Delivers a message for the so-manieth time; answers whether it is done with it. */
    deliver: async (body: string, receives = 1, remaining: number = budgets.forwardTimeout): Promise<boolean> => {
      const event = aDelivery(body);
      for (const record of event.Records) record.attributes.ApproximateReceiveCount = String(receives);
      return (await deliver(event, remaining)).batchItemFailures.length === 0;
    },
    /** What the service got, as JSON. */
    bodies: (): readonly Record<string, unknown>[] =>
      service.received.map(({ body }) => JSON.parse(body) as Record<string, unknown>),
  };
};
