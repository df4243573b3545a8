import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Command } from 'commander';
import { vi } from 'vitest';
import { closeServer, listenOnLoopback } from '../../../cli/local/listen.ts';
import { backtestCommand } from '../../../cli/commands/backtest.ts';
import { sendCommand } from '../../../cli/commands/send.ts';
import { silenceCommand } from '../../../cli/commands/silence.ts';
import { NOW } from '../../support/builders.ts';
import type { Deployment } from './deployment.ts';
import type { Recorder } from './recorder.ts';

/** Takes every batch, in place of the events API: what may be called there is not asked over the wire. */
export const startEventsApi = async () => {
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      response.writeHead(202).end('{"accepted":1,"duplicates":0,"conflicts":0,"rejected":0}');
    });
  });
  return { url: `http://127.0.0.1:${await listenOnLoopback(server, 0)}/v1/events`, stop: () => closeServer(server) };
};

/** Every command of the CLI that takes --stack, as a person on call uses it; what they printed. */
export const runCommands = (
  { stackName }: Deployment,
  recorder: Recorder,
  folder: string,
): Promise<ReadonlyMap<string, string>> =>
  recorder.during('operator', async () => {
    const rules = join(folder, 'rules.yaml');
    await writeFile(
      rules,
      'guardrails: [{ id: failures, kind: rate, bad: { outcome: [failed] }, critical: { above: 5% } }]',
    );
    const today = new Date(NOW).toISOString();
    const signed = ['--by', 'anna', '--why', 'database upgrade'];
    const added = await run('silence', 'add', '--all', '--for', '1h', ...signed, '--json', '--stack');
    const { id } = JSON.parse(added) as { id: string };
    return new Map([
      ['silence list', await run('silence', 'list', '--stack', stackName)],
      ['silence expire', await run('silence', 'expire', id, '--stack', stackName)],
      ['backtest', await run('backtest', '--rules', rules, '--from', today, '--json', '--stack', stackName)],
      ['send', await run('send', 'samples/payloads/batch.json', '--stack', stackName)],
    ]);
  });

/** In this process: one of its own for each takes longer than all they do. */
const run = async (...args: readonly string[]): Promise<string> => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  try {
    const program = new Command().addCommand(silenceCommand()).addCommand(backtestCommand()).addCommand(sendCommand());
    await program.parseAsync(args, { from: 'user' });
    return log.mock.calls.map(([text]) => `${String(text)}\n`).join('');
  } finally {
    log.mockRestore();
    // Said to a shell that is not there; left standing it would be vitest's.
    process.exitCode = undefined;
  }
};
