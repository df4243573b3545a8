import { Command } from 'commander';

interface CheckOptions {
  readonly json?: true;
  readonly strict?: true;
}

export const checkCommand = (): Command =>
  new Command('check')
    .description(
      'Check the rules before they are deployed: what is misspelt, what could never be told, what says nothing.',
    )
    .argument('[file]', 'the rules', 'guardrails.yaml')
    .option('--strict', 'exit with 1 on warnings too')
    .option('--json', 'as JSON')
    .addHelpText('after', help)
    .action(async (file: string, options: CheckOptions) => {
      const { check } = await import('../check/check.ts');
      const isFine = await check(file, { json: options.json === true, strict: options.strict === true });
      process.exitCode = isFine ? 0 : 1;
    });

const help = `
Each finding is a line: file:line:column: path: what was expected, what came, what to do. cdk synth runs the same check and
fails with the same errors. With expects: 20/min a guardrail says how much comes to its quietest member; the check then asks
the evaluator how soon a total failure of it would be told.

Exit code: 0 no errors, 1 errors (with --strict: or warnings), 2 wrong use.

Examples:
  $ npm run parapet -- check
  $ npm run parapet -- check rules/staging.yaml --strict
  $ npm run --silent parapet -- check --json | jq '.findings[] | .message'`;
