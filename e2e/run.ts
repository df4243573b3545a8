#!/usr/bin/env node
import { Command } from 'commander';
import { wholeNumber } from '../cli/options.ts';
import { runProgram } from '../cli/run-program.ts';
import { diary } from './diary.ts';
import { interruption } from './interruption.ts';
import { targetFrom } from './target.ts';

interface Options {
  readonly yes?: true;
  readonly account?: string;
  readonly region?: string;
  readonly bootstrap?: true;
  readonly keep?: true;
  readonly deadline: number;
  readonly context?: readonly string[];
}

const help = `
Deploys a stack Parapet-e2e-<random> with the CDK CLI, subscribes a queue of its own to the topic, sends samples/payloads/incident.json
half over HTTPS and half over the queue, waits for the alert, compares its counts with what was sent, sets a silence, and
removes all of it again with its data: also after a failure, and after Ctrl-C. A second Ctrl-C leaves what is there.

Where to: AWS_ENDPOINT_URL on this machine (localhost, 127.0.0.1, [::1]) is an emulator. It is bootstrapped if need be and
only ever sees made-up credentials. Anything else is a real account, which costs some cents, and needs --yes and --account.

Exit code: 0 as expected and nothing left by mistake, 1 not, 2 wrong use or not that account.

Examples:
  $ AWS_ENDPOINT_URL=http://127.0.0.1:4566 npm run e2e
  $ npm run e2e -- --yes --account 111122223333 --region eu-central-1`;

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [...earlier, value];

const program = new Command('e2e')
  .description('Deploys Parapet for real, breaks a guardrail, waits to be told, and takes it all back.')
  .option('--yes', 'deploy to a real account')
  .option('--account <id>', 'the 12 digits of the account that is meant; refused where the credentials are of another')
  .option('--region <region>', 'where to; AWS_REGION if left out')
  .option('--bootstrap', 'bootstrap a real account for the CDK if it is not; that stays')
  .option('--deadline <minutes>', 'how long to wait for the alert', wholeNumber(1, 60), 6)
  .option(
    '-c, --context <name=value>',
    'a setting of the stack, such as encryption=customer; may be given several times',
    collect,
  )
  .option('--keep', 'leave the stack and the queue, and say how to remove them')
  .addHelpText('after', help)
  .action(async ({ yes, account, region, bootstrap, keep, deadline, context = [] }: Options) => {
    const chosen = { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
    const target = targetFrom({ yes: yes === true, ...chosen }, process.env);
    const { play } = await import('./play.ts');
    const mayBootstrap = bootstrap === true || target.kind === 'emulator';
    const plan = { mayBootstrap, context, deadlineMs: deadline * 60_000 };
    const said = diary(Date.now, (line) => process.stdout.write(`${line}\n`));
    const wanted = { target, environment: process.env, plan, keep: keep === true };
    const { signal, interrupt } = interruption(Date.now, said.say, () => process.exit(1));
    process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
    process.exitCode = (await play(wanted, said, signal)) ? 0 : 1;
  });

process.exitCode = await runProgram(program, process.argv);
