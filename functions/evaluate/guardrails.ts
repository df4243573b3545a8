import { readFileSync } from 'node:fs';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';

/** The rules that synth checked and put beside the bundle. An empty list is refused: it would look as if all were well. */
export const readGuardrails = (file: string): readonly Guardrail[] => {
  const { guardrails } = JSON.parse(readFileSync(file, 'utf8')) as { guardrails?: readonly Guardrail[] };
  if (guardrails === undefined || guardrails.length === 0) {
    throw new Error(`${file}: expected at least one guardrail as synth writes it, got none; deploy again`);
  }
  return guardrails;
};
