import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * One process at a time may have a data directory: LevelDB would end the second one in the middle of a request.
 * Returns what gives it back.
 */
export const claimDataDir = async (dataDir: string): Promise<() => Promise<void>> => {
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, 'pid');
  const holder = await pidIn(file);
  if (holder !== undefined && isRunning(holder)) {
    throw new Error(
      `The data directory ${dataDir} is in use by process ${holder}. Stop that one, or pass another directory with --data. ` +
        `If that process is something else, delete ${file}.`,
    );
  }
  await rm(file, { force: true });
  const handle = await open(file, 'wx');
  await handle.writeFile(String(process.pid));
  await handle.close();
  return () => rm(file, { force: true });
};

const pidIn = async (file: string): Promise<number | undefined> => {
  try {
    const pid = Number.parseInt(await readFile(file, 'utf8'), 10);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};
