import { Command } from 'commander';

interface TestOptions {
  readonly junit?: string;
  readonly json?: true;
  readonly rules?: string;
}

export const testCommand = (): Command =>
  new Command('test')
    .description('Play scenarios, made-up days of payments, against the rules, and check what these say of them.')
    .argument('[paths...]', 'scenario files, or folders of them')
    .option('--junit <file>', 'also write the results as JUnit XML')
    .option('--json', 'print the results as JSON')
    .option('--rules <file>', 'the rules to test, instead of those that the scenarios name')
    .addHelpText('after', help)
    .action(async (paths: readonly string[], { json, ...options }: TestOptions) => {
      const { testScenarios } = await import('../scenario/test-scenarios.ts');
      process.exitCode = (await testScenarios({ paths, json: json === true, ...options })) ? 0 : 1;
    });

const help = `
Nothing is sent, and no account is needed: the engine that runs on AWS judges every minute, in memory.
What a scenario can say: docs/scenarios.md. Exit code: 0 all held, 1 a check failed or a file can’t be run, 2 wrong use.

Examples:
  $ npm run parapet -- test samples/scenarios
  $ npm run parapet -- test my-scenarios/one-bank-down.yaml --rules new-guardrails.yaml
  $ npm run parapet -- test samples/scenarios --junit test-results/parapet.xml`;
