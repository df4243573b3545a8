import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../run-program.ts';

/** The files that are named, and every .yaml and .yml in folders that are named, each once. Throws UsageError where there are none. */
export const scenarioFiles = async (paths: readonly string[]): Promise<readonly string[]> => {
  if (paths.length === 0)
    throw new UsageError('Expected scenario files or folders, such as samples/scenarios; got none');
  const files: string[] = [];
  for (const path of paths) files.push(...(await filesOf(path)));
  return [...new Set(files)];
};

const filesOf = async (path: string): Promise<readonly string[]> => {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new UsageError(`Expected ${path} to be a file or a folder; there is none`);
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (files.length === 0) throw new UsageError(`Expected ${path} to hold scenarios (*.yaml, *.yml); it holds none`);
  return files;
};
