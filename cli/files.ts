import { readFile } from 'node:fs/promises';
import { loadGuardrails } from '../shared/core/guardrail/load.ts';
import type { Rules } from '../shared/core/guardrail/rules.ts';
import { UsageError } from './run-program.ts';

/** The rules of a file; what is wrong with it becomes the error, line by line. */
export const readRules = async (file: string): Promise<Rules> => {
  const loaded = loadGuardrails(await readText(file), file);
  if (loaded.ok) return { guardrails: loaded.guardrails, silences: loaded.silences };
  throw new Error(
    `${file} has ${loaded.problems.length} problem(s):\n${loaded.problems.map((problem) => `  ${problem}`).join('\n')}`,
  );
};

/** A text file that was named on the command line. */
export const readText = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR')) {
      throw new UsageError(
        `Expected ${file} to be a file that can be read; ${error.code === 'ENOENT' ? 'there is none' : 'it is a folder'}`,
      );
    }
    throw error;
  }
};
