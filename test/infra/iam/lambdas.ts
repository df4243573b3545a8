import { vi } from 'vitest';
import { invoke, type LambdaHandler } from '../../../cli/local/lambda.ts';
import { minutes } from '../../../shared/core/units.ts';
import type { DeployedResource, Deployment } from './deployment.ts';
import type { Recorder } from './recorder.ts';

/** What is deployed, by the folder under functions/. */
const entries = new Map<string, () => Promise<{ readonly handler: unknown }>>([
  ['evaluate', () => import('../../../functions/evaluate/index.ts')],
  ['forward', () => import('../../../functions/forward/index.ts')],
  ['ingest-http', () => import('../../../functions/ingest-http/index.ts')],
  ['ingest-queue', () => import('../../../functions/ingest-queue/index.ts')],
  ['ingest-stream', () => import('../../../functions/ingest-stream/index.ts')],
]);

/** Where functions run: under the roles of a stack, with nothing in their environment but what stands here and in the template. */
export interface Account {
  readonly deployment: Deployment;
  readonly recorder: Recorder;
  readonly environment: ReadonlyMap<string, string>;
}

/** The functions of one service, by their logical ids. */
export const functionsOf = (deployment: Deployment, service: string): readonly string[] =>
  deployment
    .all('AWS::Lambda::Function')
    .filter((fn) => environmentOf(fn).get(SERVICE) === service)
    .map(({ id }) => id);

/** A function as its caller sees it. */
type Invocable = (event: never) => Promise<unknown>;

/** A function as after a deployment: loaded anew, by the entry that Lambda loads. What it calls is written down under its id. */
export const coldStart = async <Handler extends Invocable>(
  { deployment, recorder, environment }: Account,
  id: string,
): Promise<Handler> => {
  const own = environmentOf(deployment.one('AWS::Lambda::Function', id));
  const entry = entries.get(own.get(SERVICE) ?? '');
  if (entry === undefined) throw new Error(`${id}: expected a service that ${import.meta.filename} knows; teach it`);
  vi.unstubAllEnvs();
  const endpoint = environment.get('AWS_ENDPOINT_URL') ?? '';
  // The SDK goes by the address of a queue, not by where AWS is.
  for (const [name, value] of own) vi.stubEnv(name, value.replace(/^https:\/\/sqs\.[^/]+/, endpoint));
  for (const [name, value] of environment) vi.stubEnv(name, value);
  vi.resetModules();
  const handler = (await entry()).handler as LambdaHandler<unknown, unknown>;
  const call: Invocable = (event: unknown) =>
    recorder.during(id, () => invoke({ name: id, timeout: minutes(1), handler }, event));
  return call as Handler;
};

const SERVICE = 'POWERTOOLS_SERVICE_NAME';

const environmentOf = ({ properties }: DeployedResource): ReadonlyMap<string, string> =>
  new Map(Object.entries((properties['Environment'] as { Variables: Record<string, string> }).Variables));
