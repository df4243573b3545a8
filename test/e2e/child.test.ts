import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../e2e/child.ts';

describe('a command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parapet-child-'));
  const logFile = join(folder, 'log');
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (script: string, signal?: AbortSignal) =>
    runCommand({
      program: process.execPath,
      args: ['-e', script],
      environment: { GREETING: 'hello' },
      logFile,
      ...(signal === undefined ? {} : { signal }),
    });

  test('returns what it says on stdout, and all it says is kept', async () => {
    expect(await run('console.log(process.env.GREETING); console.error("a note")')).toBe('hello\n');
    expect(readFileSync(logFile, 'utf8')).toMatch(/^\$ .*hello[^]*a note|a note[^]*hello/m);
  });

  test('that fails is told with its last words', async () => {
    await expect(run('console.error("no such bucket"); process.exitCode = 3')).rejects.toThrow(
      /ended with 3; all it said is in .*log\nno such bucket$/,
    );
  });

  test('ends when the run is interrupted, with those that it started', async () => {
    const controller = new AbortController();
    const started = run('require("child_process").spawnSync("sleep", ["60"])', controller.signal);
    controller.abort(new Error('interrupted'));
    await expect(started).rejects.toThrow('interrupted');
  });

  test('does not begin after that', async () => {
    await expect(run('', AbortSignal.abort(new Error('interrupted')))).rejects.toThrow('interrupted');
  });
});
