import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { LocalSystem } from './system.ts';

const schema = z.object({
  databaseEndpoint: z.url(),
  tableName: z.string(),
  guardrails: z.array(z.string()),
});

/** Where other commands on this machine find a system that is running. */
export type Running = z.infer<typeof schema>;

const fileIn = (dataDir: string): string => join(dataDir, 'running.json');

/** Leaves word in the data directory of a system that has started; returns what takes it back. */
export const announce = async (
  dataDir: string,
  { databaseEndpoint, table }: Pick<LocalSystem, 'databaseEndpoint' | 'table'>,
  guardrails: readonly string[],
): Promise<() => Promise<void>> => {
  const file = fileIn(dataDir);
  const running: Running = { databaseEndpoint, tableName: table.tableName, guardrails: [...guardrails] };
  await writeFile(file, `${JSON.stringify(running, undefined, 2)}\n`);
  return () => rm(file, { force: true });
};

/** What a system in this data directory left word of, whether or not it still runs; undefined without word. */
export const announced = async (dataDir: string): Promise<Running | undefined> => {
  try {
    return schema.parse(JSON.parse(await readFile(fileIn(dataDir), 'utf8')));
  } catch {
    // Half a file of a process that was killed says as little as none.
    return undefined;
  }
};
