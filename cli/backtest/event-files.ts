import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UsageError } from '../run-program.ts';

/** A stretch of lines and what to call it. */
export interface EventFile {
  /** As it was given, for `name:line` in messages. */
  readonly name: string;
  /** Missing for stdin. */
  readonly bytes?: number;
  /** `onBytes` hears how many bytes were read, before they are unpacked. */
  open(onBytes: (bytes: number) => void): Readable;
}

const STDIN = '-';
const isEvents = (name: string): boolean => /\.(ndjson|jsonl|json)(\.gz)?$/.test(name);

/** The file itself, or all of a folder in the order of their names, those in folders within it too. */
export const eventFiles = async (path: string): Promise<readonly EventFile[]> => {
  if (path === STDIN) return [{ name: 'stdin', open: (onBytes) => counting(process.stdin, onBytes) }];
  const found = await stat(path).catch(() => undefined);
  if (found === undefined)
    throw new UsageError(
      `Expected --events ${path} to be a file of events, a folder of such files, or - for stdin; there is none`,
    );
  if (!found.isDirectory()) return [fileOf(path, found.size)];

  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && isEvents(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (names.length === 0)
    throw new UsageError(
      `Expected the folder ${path} to hold files named *.ndjson, *.jsonl or *.json, each with or without .gz; it holds none`,
    );
  return Promise.all(names.map(async (name) => fileOf(name, (await stat(name)).size)));
};

const fileOf = (name: string, bytes: number): EventFile => ({
  name,
  bytes,
  open: (onBytes) => {
    const read = counting(createReadStream(name, { highWaterMark: READ_BYTES }), onBytes);
    if (!name.endsWith('.gz')) return read;
    const unpacked = createGunzip({ chunkSize: READ_BYTES });
    // An error of the file ends what is read of it; `pipe` alone would leave the reader waiting.
    read.on('error', (error) => unpacked.destroy(error));
    return read.pipe(unpacked);
  },
});

const READ_BYTES = 1 << 18;

const counting = (stream: Readable, onBytes: (bytes: number) => void): Readable =>
  stream.on('data', (chunk: Buffer) => onBytes(chunk.length)).pause();
