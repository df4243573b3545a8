import { Command } from 'commander';
import { wholeNumber } from '../options.ts';

interface DemoOptions {
  readonly seed: number;
  readonly guardrails: string;
}

export const demoCommand = (): Command =>
  new Command('demo')
    .description(
      'Replay an incident at a mobile wallet through the real handlers on a virtual clock, and print the alerts.',
    )
    .option(
      '--seed <number>',
      'another seed, other payments; the same seed prints the same alerts',
      wholeNumber(0, 2 ** 32 - 1),
      1,
    )
    .option('--guardrails <file>', 'the rules to judge', 'guardrails.yaml')
    .addHelpText('after', help)
    .action(async (options: DemoOptions) => {
      const { demo } = await import('../demo/demo.ts');
      await demo({ seed: options.seed, guardrailsFile: options.guardrails });
    });

const help = `
Needs no account and no network: DynamoDB, SNS and SQS are embedded in the process, in memory, on 127.0.0.1.
Exit code: 0 done, 1 the rules can’t be read or the replay failed, 2 wrong use.

Examples:
  $ npm run demo
  $ npm run demo -- --seed 7
  $ npm run demo -- --guardrails my-guardrails.yaml`;
