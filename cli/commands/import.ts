import { Command } from 'commander';
import type { ImportOptions } from '../import/run.ts';

export const importCommand = (): Command =>
  new Command('import')
    .description('Translate the rules of another system into guardrails.')
    .addCommand(prometheus())
    .addHelpText('after', help);

const prometheus = (): Command =>
  new Command('prometheus')
    .description('Translate alerting rules of Prometheus that a guardrail can mean, and name those that none can.')
    .argument('<rules>', 'a file of rules, or of PrometheusRules; /dev/stdin in a pipe')
    .option('-o, --output <file>', 'write the guardrails there instead of printing them')
    .option('--force', 'write over the file of --output')
    .option('--map <label=field>', 'where a label stands in events; may be given several times', collect)
    .option(
      '--metric <name=field:value>',
      'which events a metric counts; a name alone: all payments; may be given several times',
      collect,
    )
    .option('--json', 'as JSON, with the reasons')
    .addHelpText('after', help)
    .action(async (file: string, options: ImportOptions) => {
      const { runImport } = await import('../import/run.ts');
      await runImport(file, options);
    });

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [...earlier, value];

const help = `
What could not be translated is named on stderr with the reason.
Exit code: 0 translated, also if only in part, 1 nothing to translate, 2 wrong use.

Examples:
  $ npm run --silent parapet -- import prometheus rules.yml > guardrails.yaml
  $ npm run parapet -- import prometheus rules.yml -o guardrails.yaml --map payment_method=method --metric http_requests_total
  $ kubectl get prometheusrules -o yaml | npm run --silent parapet -- import prometheus /dev/stdin`;
