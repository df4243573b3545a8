import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { localRegion } from '../../../cli/local/aws-config.ts';
import { NOW } from '../../support/builders.ts';
import { type Day, workThroughADay } from './a-day.ts';
import { at } from '../../support/world.ts';
import { arnsOf } from './arns.ts';
import { madeByHand } from './by-hand.ts';
import { type Call, callText } from './call.ts';
import type { Deployment } from './deployment.ts';
import { startEngines } from './engines.ts';
import { forwardAll } from './forwarding.ts';
import { functionsOf } from './lambdas.ts';
import { madeByAws, roleOf } from './made-by-aws.ts';
import { runCommands, startEventsApi } from './operators-at-work.ts';

/** A call, and how it is known. */
export interface Known {
  readonly call: Call;
  readonly why: string;
}

export interface Witness {
  /** By the logical id of the role or policy. */
  readonly calls: ReadonlyMap<string, readonly Known[]>;
  readonly day: Day;
  /** By the logical id of each function that forwards: with which of its messages it was done. */
  readonly forwarded: ReadonlyMap<string, readonly boolean[]>;
  /** What each command printed. */
  readonly printed: ReadonlyMap<string, string>;
}

/** Lets everything work that has rights in the stack, on the embedded engines, and writes down what it calls. */
export const watchAll = async (deployment: Deployment): Promise<Witness> => {
  const folder = await mkdtemp(join(tmpdir(), 'parapet-iam-'));
  const events = await startEventsApi();
  const outputs = new Map([...deployment.outputs, ['EventsUrl', events.url]]);
  const { recorder, endpoint, stop } = await startEngines(deployment, outputs);
  try {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    const environment = environmentAt(endpoint);
    const account = { deployment, recorder, environment };
    const day = await workThroughADay(account, folder);
    const forwarded = new Map<string, readonly boolean[]>();
    for (const id of functionsOf(deployment, 'forward')) forwarded.set(id, await forwardAll(account, id));
    for (const [name, value] of environment) vi.stubEnv(name, value);
    vi.setSystemTime(at(60));
    const printed = await runCommands(deployment, recorder, folder);

    const functions = deployment.all('AWS::Lambda::Function');
    const seen: [string, Known][] = [
      ...functions.flatMap((fn) => recorder.callsOf(fn.id).map((call) => asKnown(roleOf(deployment, fn), call))),
      ...recorder.callsOf('operator').map((call) => asKnown('OperatorAccessPolicy', call)),
    ];
    const told: [string, Known][] = [
      ...madeByAws(deployment).map(({ role, call, why }): [string, Known] => [role, { call, why }]),
      ...[...madeByHand(arnsOf(deployment))].flatMap(([id, made]) => made.map((each): [string, Known] => [id, each])),
    ];
    return { calls: byPrincipal([...seen, ...told]), day, forwarded, printed };
  } finally {
    vi.useRealTimers();
    vi.unstubAllEnvs();
    await stop();
    await events.stop();
    await rm(folder, { recursive: true });
  }
};

/** That it was seen on the wire. */
export const SEEN = 'seen';

const asKnown = (id: string, call: Call): [string, Known] => [id, { call, why: SEEN }];

/** What Lambda sets, and where AWS is. */
const environmentAt = (endpoint: string): ReadonlyMap<string, string> =>
  new Map([
    ['AWS_REGION', localRegion],
    ['AWS_ACCESS_KEY_ID', 'local'],
    ['AWS_SECRET_ACCESS_KEY', 'local'],
    ['AWS_ENDPOINT_URL', endpoint],
    ['POWERTOOLS_LOG_LEVEL', 'SILENT'],
    ['POWERTOOLS_METRICS_DISABLED', 'true'],
  ]);

const byPrincipal = (known: readonly (readonly [string, Known])[]): ReadonlyMap<string, readonly Known[]> =>
  new Map(
    [...Map.groupBy(known, ([id]) => id)].map(([id, made]) => [
      id,
      made.map(([, each]) => each).sort((left, right) => (callText(left.call) < callText(right.call) ? -1 : 1)),
    ]),
  );
