import { readFile } from 'node:fs/promises';
import { problemText } from '../../shared/core/guardrail/problem.ts';
import type { Rules } from '../../shared/core/guardrail/rules.ts';
import { evaluateCheck } from './checks/evaluate.ts';
import { ScenarioFault } from './fault.ts';
import { loadScenario } from './load/load-scenario.ts';
import type { CheckResult, FileResult } from './report/result.ts';
import { runScenario } from './run.ts';

/** Reads and plays one file; `instead` are rules that stand in for its own. */
export const testFile = async (file: string, instead?: Rules): Promise<FileResult> =>
  testText(await readFile(file, 'utf8'), file, instead);

/** The same of a text, which lies where `file` says: paths in it count from there. */
export const testText = async (text: string, file: string, instead?: Rules): Promise<FileResult> => {
  const startedAt = performance.now();
  const result = (outcome: {
    readonly name?: string;
    readonly problems?: readonly string[];
    readonly checks?: readonly CheckResult[];
  }): FileResult => ({
    file,
    problems: [],
    checks: [],
    ...outcome,
    seconds: (performance.now() - startedAt) / 1000,
  });
  const loaded = await loadScenario(text, file, instead);
  if (!loaded.ok) return result(loaded);
  const { scenario } = loaded;
  const { name } = scenario;
  try {
    const recording = await runScenario(scenario);
    const checks = scenario.checks.map((check) => {
      const failure = evaluateCheck(check, scenario, recording);
      return failure === undefined ? { check } : { check, failure };
    });
    return result({ name, checks });
  } catch (error) {
    if (!(error instanceof ScenarioFault)) throw error;
    return result({ name, problems: [problemText(file, { ...error.place, message: error.message })] });
  }
};
