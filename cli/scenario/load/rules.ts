import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Problem, problemText } from '../../../shared/core/guardrail/problem.ts';
import { type Read, readRules } from '../../../shared/core/guardrail/load.ts';
import type { PlaceOf } from '../../../shared/core/guardrail/rules-document.ts';
import type { Rules } from '../../../shared/core/guardrail/rules.ts';
import { rulesKeys } from './schema.ts';

const DEFAULT_RULES = '../../guardrails.yaml';

export type RulesFound =
  | { readonly ok: true; readonly rules: Rules }
  | { readonly ok: false; readonly problems: readonly string[] };

interface Asked {
  /** As it was given. */
  readonly file: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly placeOf: PlaceOf;
}

/** The rules of a scenario: those in it, or those of a file beside it. */
export const rulesOf = async ({ file, value, placeOf }: Asked): Promise<RulesFound> => {
  const inline = rulesKeys.filter((key) => value[key] !== undefined);
  if (inline.length > 0) {
    // By way of JSON, which is YAML, so that one loader reads both; what it finds is looked up here again.
    const read = readRules(JSON.stringify(Object.fromEntries(inline.map((key) => [key, value[key]]))));
    return found(read, (problem) =>
      problemText(file, problem.path === undefined ? problem : { ...problem, ...placeOf(problem.path) }),
    );
  }
  const path = typeof value['rules'] === 'string' ? value['rules'] : DEFAULT_RULES;
  try {
    const named = join(dirname(file), path);
    return found(readRules(await readFile(named, 'utf8')), (problem) => problemText(named, problem));
  } catch (error) {
    if (!isMissing(error)) throw error;
    const place = placeOf(value['rules'] === undefined ? [] : ['rules']);
    const message = `expected a file of rules, got none at ${join(dirname(file), path)}; they may stand in this file too, under guardrails`;
    return { ok: false, problems: [problemText(file, { ...place, path: ['rules'], message })] };
  }
};

const found = (read: Read, text: (problem: Problem) => string): RulesFound =>
  read.ok
    ? {
        ok: true,
        rules: {
          guardrails: read.guardrails.map(({ guardrail }) => guardrail),
          silences: read.silences.map(({ silence }) => silence),
        },
      }
    : { ok: false, problems: read.problems.map(text) };

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR');
