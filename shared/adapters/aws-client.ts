import { budgets } from '../budgets.ts';

/** Where a client finds its service: nothing on AWS, an address on one machine. */
export interface Endpoint {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * The time budget of every SDK client. Without `throwOnRequestTimeout` the SDK only warns when a request hangs, and the
 * function hangs with it until Lambda ends it.
 */
export const clientDefaults = {
  maxAttempts: budgets.sdkAttempts,
  requestHandler: {
    connectionTimeout: budgets.sdkConnectTimeout,
    requestTimeout: budgets.sdkRequestTimeout,
    throwOnRequestTimeout: true,
  },
};
