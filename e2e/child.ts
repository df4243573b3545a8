import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { Environment } from './target.ts';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Environment;
  /** Gets all that the command says. */
  readonly logFile: string;
  readonly signal?: AbortSignal;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const shownLines = 30;

/** Runs a command from the root of the repository and returns what it said on stdout. Its last lines are part of the error. */
export const runCommand = async ({ program, args, environment, logFile, signal }: Command): Promise<string> => {
  signal?.throwIfAborted();
  const log = createWriteStream(logFile, { flags: 'a' });
  log.write(`\n$ ${program} ${args.join(' ')}\n`);
  // In a process group of its own: Ctrl-C in a terminal would end the clean-up too.
  const child = spawn(program, args, {
    cwd: root,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      if (stream === child.stdout) stdout += text;
      said.push(text);
      log.write(text);
    });
  }
  const endGroup = (): void => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGTERM');
  };
  signal?.addEventListener('abort', endGroup, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject).on('close', resolve);
    });
    signal?.throwIfAborted();
    if (code === 0) return stdout;
    const tail = said.join('').trimEnd().split('\n').slice(-shownLines).join('\n');
    throw new Error(`${program} ${args[0] ?? ''} ended with ${code}; all it said is in ${logFile}\n${tail}`);
  } finally {
    signal?.removeEventListener('abort', endGroup);
    log.end();
    await finished(log);
  }
};
