import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimDataDir } from '../../cli/local/data-dir.ts';

let dataDir: string;
beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), 'parapet-'))));
afterEach(() => rm(dataDir, { recursive: true }));

test('a data directory that is in use is refused, with the process that has it', async () => {
  const release = await claimDataDir(dataDir);
  await expect(claimDataDir(dataDir)).rejects.toThrow(`in use by process ${process.pid}`);
  await release();
});

test('a data directory that was given back can be taken again', async () => {
  const release = await claimDataDir(dataDir);
  await release();
  await expect(claimDataDir(dataDir)).resolves.toBeTypeOf('function');
});

test('a data directory whose process has died can be taken', async () => {
  // Above the largest pid that Linux gives.
  await writeFile(join(dataDir, 'pid'), '4194999');
  await expect(claimDataDir(dataDir)).resolves.toBeTypeOf('function');
});

test('a data directory that is not there yet is made', async () => {
  await expect(claimDataDir(join(dataDir, 'deep', 'down'))).resolves.toBeTypeOf('function');
});
