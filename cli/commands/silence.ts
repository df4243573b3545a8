import { Command } from 'commander';
import { stackHint, stackOption } from '../place/options.ts';
import type { Where } from '../place/place.ts';

interface AddOptions extends Where {
  readonly guardrail?: readonly string[];
  readonly all?: true;
  readonly match?: readonly string[];
  readonly from?: string;
  readonly for?: string;
  readonly by?: string;
  readonly why?: string;
  readonly guardrails: string;
  readonly json?: true;
}

interface ListOptions extends Where {
  readonly json?: true;
}

export const silenceCommand = (): Command =>
  new Command('silence')
    .description('Hold messages back for a while. What is silenced is judged all the same.')
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(expireCommand())
    .addHelpText('after', help);

const addCommand = (): Command =>
  command('add', 'Silence guardrails, or some values of them, from now on.')
    .option('--guardrail <id>', 'what is silenced; may be given several times', collect)
    .option('--all', 'every guardrail, instead of --guardrail')
    .option(
      '--match <attribute=value>',
      'only what has this value, such as bank=icbc; given twice, what has both',
      collect,
    )
    .option('--for <duration>', 'how long, from 1m to 30d, such as 30m, 2h, 1d')
    .option('--by <name>', 'who says so')
    .option('--why <reason>', 'shown with the first message after the silence')
    .option('--from <time>', 'when it begins, RFC 3339 with an offset; now, if left out')
    .option('--guardrails <file>', 'the rules of the stack, for a check of the ids', 'guardrails.yaml')
    .option('--json', 'what was set, with its id, as JSON')
    .addHelpText('after', help)
    .action(async (options: AddOptions) => {
      const { addSilence } = await import('../silence/add.ts');
      const { guardrail = [], all, match = [], from, for: length, by, why, guardrails, json, ...where } = options;
      const wish = { guardrails: guardrail, all: all === true, match, from, for: length, by, why };
      await addSilence(where, wish, guardrails, json === true);
    });

const listCommand = (): Command =>
  command('list', 'Show the silences that are active, planned, or ended in the last 7 days.')
    .option('--json', 'as JSON')
    .addHelpText('after', help)
    .action(async ({ json, ...where }: ListOptions) => {
      const { listSilences } = await import('../silence/list.ts');
      await listSilences(where, json === true);
    });

const expireCommand = (): Command =>
  command('expire', 'End a silence now. It stays in the list.')
    .argument('<id>', 'as silence list shows it')
    .addHelpText('after', help)
    .action(async (id: string, where: Where) => {
      const { expireSilence } = await import('../silence/expire.ts');
      await expireSilence(where, id);
    });

const command = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .addOption(stackOption('of a deployed stack'))
    .option('--table <name>', 'the table itself, where stacks can’t be read')
    .option('--region <region>', 'of the stack or table; else where the AWS CLI finds it')
    .option(
      '--data <dir>',
      'without --stack and --table: the system that npm start runs here, in .parapet if left out',
    );

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [...earlier, value];

const help = `
Without --stack and --table the system that npm start runs on this machine is meant.
${stackHint}
Exit code: 0 done, 1 not found or not reachable, 2 wrong use.

Examples:
  $ npm run parapet -- silence add --guardrail payment-failures --match bank=icbc --for 2h --by anna --why 'database upgrade'
  $ npm run parapet -- silence add --all --for 30m --by anna --why 'failover drill' --stack Parapet
  $ npm run parapet -- silence list --stack
  $ npm run parapet -- silence expire b7a1f3c2d4 --stack Parapet`;
