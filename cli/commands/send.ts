import { Command } from 'commander';
import { stackHint, stackOption } from '../place/options.ts';

interface SendOptions {
  readonly url: string;
  readonly stack?: string | true;
  readonly region?: string;
  readonly keepTimes?: true;
  readonly json?: true;
}

export const defaultEventsUrl = 'http://127.0.0.1:4700/v1/events';

export const sendCommand = (): Command =>
  new Command('send')
    .description('Post a file of payment events: a batch {"events": [...]} or an array of CloudEvents.')
    .argument('<file>', 'a JSON file, such as those in samples/payloads')
    .option('--url <url>', 'where to; https URLs are signed with SigV4, a loopback one is not', defaultEventsUrl)
    .addOption(stackOption('instead: to a deployed stack').conflicts('url'))
    .option(
      '--region <region>',
      'of the stack, and for the signature where the host name does not say it',
      process.env['AWS_REGION'],
    )
    .option('--keep-times', 'send the times that are in the file')
    .option('--json', 'the answer as JSON, with its status')
    .addHelpText('after', help)
    .action(async (file: string, options: SendOptions) => {
      const { send } = await import('../send/send.ts');
      process.exitCode = (await send({ file, ...options })) ? 0 : 1;
    });

const help = `
Times: without --keep-times all times are moved by the same number of whole minutes, so that the newest event is less than
a minute old. Ids stay. So a file that is sent twice in a row counts once; some minutes later its events are new ones.

${stackHint}
Credentials for https URLs and stacks come from where the AWS CLI finds them. Exit code: 0 all counted, 1 something was not, 2 wrong use.

Examples:
  $ npm run send -- samples/payloads/incident.json
  $ npm run send -- samples/payloads/incident.json --stack Parapet
  $ npm run send -- --url https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/v1/events samples/payloads/batch.json`;
