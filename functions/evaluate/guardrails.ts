import { readFileSync } from 'node:fs';
import type { Rules } from '../../shared/core/guardrail/rules.ts';

/** The rules that synth checked and put beside the bundle. An empty list is refused: it would look as if all were well. */
export const readRules = (file: string): Rules => {
  const { guardrails, silences = [] } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Rules>;
  if (guardrails === undefined || guardrails.length === 0) {
    throw new Error(`${file}: expected at least one guardrail as synth writes it, got none; deploy again`);
  }
  return { guardrails, silences };
};
