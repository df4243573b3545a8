import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import type { DurationMs } from '../../shared/core/units.ts';
import { localAccount, localRegion } from './aws-config.ts';

export type LambdaHandler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/** A handler as it is deployed: with a name and a time limit. */
export interface LambdaFunction<Event, Result> {
  readonly name: string;
  readonly timeout: DurationMs;
  readonly handler: LambdaHandler<Event, Result>;
}

/** Lambda's cap on the JSON of a synchronous event. */
export const lambdaEventBytes = 6_291_456;

export class EventTooLargeError extends Error {
  override readonly name = 'RequestTooLargeException';
}

/** Calls a handler as Lambda does: the event as JSON of at most 6 MB, a context that counts down, an end when the time is up. */
export const invoke = async <Event, Result>(fn: LambdaFunction<Event, Result>, event: Event): Promise<Result> => {
  const json = JSON.stringify(event);
  const bytes = Buffer.byteLength(json, 'utf8');
  if (bytes > lambdaEventBytes) {
    throw new EventTooLargeError(
      `Request must be smaller than ${lambdaEventBytes} bytes for the InvokeFunction operation, got ${bytes}`,
    );
  }
  const timer = new AbortController();
  try {
    return await Promise.race([
      fn.handler(JSON.parse(json) as Event, lambdaContext(fn.name, fn.timeout)),
      timeout(fn.timeout, timer.signal),
    ]);
  } finally {
    timer.abort();
  }
};

const timeout = async (after: DurationMs, signal: AbortSignal): Promise<never> => {
  await delay(after, undefined, { signal, ref: false });
  throw new Error(`Task timed out after ${(after / 1000).toFixed(2)} seconds`);
};

/** The countdown is real time even where the system's clock is virtual: it bounds work, not the age of events. */
const lambdaContext = (functionName: string, limit: DurationMs): Context => {
  const deadline = performance.now() + limit;
  return {
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${localRegion}:${localAccount}:function:${functionName}`,
    memoryLimitInMB: '512',
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
    done: notCallable,
    fail: notCallable,
    succeed: notCallable,
  };
};

const notCallable = (): never => {
  throw new Error('Expected the handler to return a promise; done, fail and succeed ended with Node 10');
};
