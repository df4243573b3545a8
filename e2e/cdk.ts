import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Aws } from './aws.ts';
import { runCommand } from './child.ts';
import { type Outputs, readOutputs } from './outputs.ts';
import { settingsFile } from './own-settings.ts';
import type { Session } from './session.ts';
import { stackId } from './stack-resources.ts';

/** The stack that `cdk bootstrap` makes: a bucket for bundles, and the roles that deploy. */
const bootstrapStack = 'CDKToolkit';

const cli = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');

const cdk = async ({ aws, folder }: Session, args: readonly string[], signal?: AbortSignal): Promise<void> => {
  await runCommand({
    program: process.execPath,
    args: [cli, ...args, '--ci', '--no-color', '--no-notices'],
    environment: { ...(await aws.environment()), CDK_DISABLE_CLI_TELEMETRY: 'true' },
    logFile: join(folder, 'cdk.log'),
    ...(signal === undefined ? {} : { signal }),
  });
};

const contextOf = (settings: readonly string[]): readonly string[] =>
  settings.flatMap((setting) => ['--context', setting]);

const ownSettings = [`config=${settingsFile}`];

/** What was said on the command line comes last, and so counts. */
const settingsOf = (stack: string, context: readonly string[]): readonly string[] =>
  contextOf([`stackName=${stack}`, ...ownSettings, ...context]);

const assemblyIn = ({ folder }: Session): string => join(folder, 'cdk.out');

export const isBootstrapped = async (aws: Aws): Promise<boolean> => (await stackId(aws, bootstrapStack)) !== undefined;

export const bootstrap = (session: Session): Promise<void> =>
  cdk(session, ['bootstrap', session.place, ...contextOf(ownSettings)], session.signal);

/** Deploys the app of cdk.json under a name of its own and reads its outputs. */
export const deploy = async (session: Session, stack: string, context: readonly string[]): Promise<Outputs> => {
  const outputsFile = join(session.folder, 'outputs.json');
  const files = ['--output', assemblyIn(session), '--outputs-file', outputsFile];
  await cdk(
    session,
    ['deploy', stack, '--require-approval', 'never', ...settingsOf(stack, context), ...files],
    session.signal,
  );
  return readOutputs(await readFile(outputsFile, 'utf8'), stack);
};

/** Synthesises the app again and fails where that would change anything of the stack. */
export const expectNoDifference = (session: Session, stack: string, context: readonly string[]): Promise<void> => {
  const files = ['--output', join(session.folder, 'cdk.out.again')];
  return cdk(session, ['diff', stack, '--fail', ...settingsOf(stack, context), ...files], session.signal);
};

/** From what was synthesised for the deployment: a change of the code in between must not keep the stack. */
export const destroy = (session: Session, stack: string): Promise<void> =>
  cdk(session, ['destroy', stack, '--force', '--app', assemblyIn(session)]);
