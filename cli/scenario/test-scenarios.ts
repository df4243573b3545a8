import { type FileHandle, open } from 'node:fs/promises';
import { readRules } from '../files.ts';
import { UsageError } from '../run-program.ts';
import { jsonText } from './report/json.ts';
import { junitText } from './report/junit.ts';
import { type FileResult, isFine } from './report/result.ts';
import { fileText, summaryText } from './report/text.ts';
import { scenarioFiles } from './scenario-files.ts';
import { testFile } from './test-file.ts';

export interface TestWish {
  readonly paths: readonly string[];
  /** Where the results go as JUnit XML. */
  readonly junit?: string;
  readonly json: boolean;
  /** A file of rules that are tested instead of those of the scenarios. */
  readonly rules?: string;
}

/** Plays scenarios and prints what came of each. True where all held. */
export const testScenarios = async ({ paths, junit, json, rules }: TestWish): Promise<boolean> => {
  const files = await scenarioFiles(paths);
  const instead = rules === undefined ? undefined : await readRules(rules);
  // Before anything runs, so that minutes are not spent on results that have no place to go.
  const report = junit === undefined ? undefined : await openReport(junit);
  try {
    const results: FileResult[] = [];
    for (const file of files) {
      const result = await testFile(file, instead);
      results.push(result);
      if (!json) console.log(fileText(result));
    }
    console.log(json ? jsonText(results) : `\n${summaryText(results)}`);
    await report?.writeFile(junitText(results));
    return results.every(isFine);
  } finally {
    await report?.close();
  }
};

const openReport = async (file: string): Promise<FileHandle> => {
  try {
    return await open(file, 'w');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new UsageError(`Expected ${file} to be a file that can be written, got ${whys.get(code) ?? code}`);
  }
};

const whys = new Map([
  ['ENOENT', 'no such folder'],
  ['EISDIR', 'a folder'],
  ['ENOTDIR', 'no such folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'a read-only file system'],
]);
