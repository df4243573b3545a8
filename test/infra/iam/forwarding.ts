import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { vi } from 'vitest';
import { secretsOf } from '../../functions/forward/forwarding.ts';
import { told } from '../../functions/forward/deliveries.ts';
import { NOW } from '../../support/builders.ts';
import { aDelivery } from '../../support/lambda.ts';
import { aNotification } from '../../support/notifications.ts';
import { type Account, coldStart } from './lambdas.ts';

/** Of one message: how often it has come by then, and what the service answers. */
interface Delivery {
  readonly receives: number;
  readonly status: number;
}

const deliveries: readonly Delivery[] = [
  { receives: 1, status: 202 },
  // Late, so that it is asked whether it is still so.
  { receives: 2, status: 202 },
  // Down: it comes again.
  { receives: 1, status: 503 },
  // It will never take it.
  { receives: 1, status: 400 },
];

/** Forwards a message each time to a service that answers differently; which of them were done with. */
export const forwardAll = async (account: Account, id: string): Promise<readonly boolean[]> => {
  const forward = await coldStart<(event: SQSEvent) => Promise<SQSBatchResponse>>(account, id);
  const done: boolean[] = [];
  vi.setSystemTime(NOW);
  try {
    for (const { receives, status } of deliveries) {
      vi.stubGlobal('fetch', async () => new Response('', { status }));
      const event = aDelivery(told(aNotification()));
      for (const { attributes } of event.Records) attributes.ApproximateReceiveCount = String(receives);
      done.push((await forward(event)).batchItemFailures.length === 0);
    }
  } finally {
    vi.unstubAllGlobals();
  }
  return done;
};

/** By the name of the parameter: that of its own kind, or else the service would not be asked at all. */
export const secrets: ReadonlyMap<string, string> = new Map(
  Object.entries(secretsOf).map(([kind, secret]) => [`/${kind}/Key`, secret]),
);
