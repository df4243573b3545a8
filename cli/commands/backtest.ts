import { Command, InvalidArgumentError, Option } from 'commander';
import * as z from 'zod';
import { epochMs, type EpochMs } from '../../shared/core/units.ts';
import type { BacktestWish, FailOn } from '../backtest/backtest.ts';
import { stackHint, stackOption } from '../place/options.ts';

type BacktestOptions = Omit<BacktestWish, 'json'> & { readonly json?: true };

export const backtestCommand = (): Command =>
  new Command('backtest')
    .description(
      'Replay past events through rules: every incident that they would have opened, and what other rules change.',
    )
    .option('--events <file>', 'events as NDJSON, each line an event or a batch; .gz, a folder of them, or - for stdin')
    .addOption(stackOption('instead: the raw events of a deployed stack, of the last 7 days'))
    .option('--table <name>', 'the table itself, where stacks can’t be read')
    .option('--region <region>', 'of the stack or table; else where the AWS CLI finds it')
    .option('--data <dir>', 'of a system that npm start runs here')
    .option('--from <time>', 'leave out what came before', time)
    .option('--to <time>', 'leave out what came from then on', time)
    .option('--rules <file>', 'the rules to judge by', 'guardrails.yaml')
    .option('--against <file>', 'the rules of before: tells what changes')
    .option('--json', 'one JSON object instead of text')
    .option('--svg <file>', 'draw it: values, limits and incidents of each guardrail')
    .addOption(
      new Option('--fail-on <finding>', 'exit code 1 where there is one').choices([
        'any',
        'new',
        'lost',
        'changed',
      ] satisfies FailOn[]),
    )
    .addHelpText('after', help)
    .action(async ({ json, ...options }: BacktestOptions) => {
      const { backtest } = await import('../backtest/backtest.ts');
      process.exitCode = (await backtest({ ...options, json: json === true })) ? 0 : 1;
    });

/** For commander: a moment. */
const time = (text: string): EpochMs => {
  if (z.iso.datetime({ offset: true }).safeParse(text).success) return epochMs(Date.parse(text));
  throw new InvalidArgumentError('Expected RFC 3339 with an offset, such as 2026-03-02T09:00:00Z.');
};

const help = `
Nothing is sent and nothing is written but the picture. The events must be roughly in order: one that comes more than ten
minutes after younger ones is counted late, as it would have been. Lines that are no events are left out and told on stderr.
${stackHint}

Exit code: 0 fine, 1 nothing to replay or a finding of --fail-on, 2 wrong use. With any an incident is a
finding; with new one that only these rules open; with lost one that only the rules of --against open; with changed a difference.

Examples:
  $ npm run parapet -- backtest --events events.ndjson
  $ git show main:guardrails.yaml > old.yaml
  $ npm run parapet -- backtest --stack Parapet --against old.yaml --svg backtest.svg
  $ zcat events/*.gz | npm run --silent parapet -- backtest --events - --json`;
