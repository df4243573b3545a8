import { readFileSync } from 'node:fs';
import { loadGuardrails } from '../shared/core/guardrail/load.ts';
import type { Rules } from '../shared/core/guardrail/rules.ts';
import { ConfigurationError } from './configuration-error.ts';

/**
 * The rules of this deployment as the JSON that `evaluate` reads. They are checked here, before anything is deployed:
 * a rule that fails in Lambda would leave its payments unwatched until somebody reads the log.
 */
export function readGuardrails(file: string): string {
  const loaded = loadGuardrails(readText(file), file);
  if (!loaded.ok) throw new ConfigurationError(loaded.problems);
  const rules: Rules = { guardrails: loaded.guardrails, silences: loaded.silences };
  return JSON.stringify(rules);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationError([
      `${file}: expected a file of guardrails, got ${reason}. Write one, or name another with -c guardrails=<path>`,
    ]);
  }
}
