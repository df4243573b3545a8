import { Command } from 'commander';
import { wholeNumber } from '../options.ts';

interface StartOptions {
  readonly port: number;
  readonly data: string;
  readonly guardrails: string;
}

export const startCommand = (): Command =>
  new Command('start')
    .description('Run the whole system on this machine: events API, queue, a tick each minute, alerts printed.')
    .option(
      '--port <port>',
      'of the events API on 127.0.0.1; the queue takes the next one',
      wholeNumber(1, 65_534),
      4700,
    )
    .option('--data <dir>', 'where the data is kept across restarts', '.parapet')
    .option('--guardrails <file>', 'the rules to judge', 'guardrails.yaml')
    .addHelpText('after', help)
    .action(async (options: StartOptions) => {
      const { start } = await import('../start/start.ts');
      await start({ port: options.port, dataDir: options.data, guardrailsFile: options.guardrails });
    });

const help = `
Everything listens on 127.0.0.1 only and asks for no credentials. Ctrl-C stops it; what came in is on disk by then.
Exit code: 0 stopped, 1 the rules can’t be read or it could not start, 2 wrong use.

Examples:
  $ npm start
  $ npm start -- --port 4800 --data /tmp/parapet
  $ curl -s http://127.0.0.1:4700/v1/events -H 'content-type: application/json' \\
      -d '{"events":[{"id":"pay_1","time":'$(date +%s)000',"outcome":"failed"}]}'`;
