import { checkRules, findingText, isError } from '../shared/core/check/check.ts';
import type { Rules } from '../shared/core/guardrail/rules.ts';
import type { EpochMs } from '../shared/core/units.ts';
import { RESERVED_PREFIX } from '../shared/core/guardrail/own.ts';
import { ConfigurationError } from './configuration-error.ts';
import { readText } from './read-text.ts';
import { syntheticGuardrail } from './synthetic-guardrail.ts';

/** The rules of this deployment. */
export interface CheckedGuardrails {
  readonly rules: Rules;
  /** What `parapet check` would have their owner look at, a line each. */
  readonly warnings: readonly string[];
}

/**
 * The rules go through the check of `parapet check` here, before anything is deployed: one that fails in Lambda would leave
 * its payments unwatched until somebody reads the log, and one that can never tell until somebody asks why it did not.
 */
export function readGuardrails(file: string, now: EpochMs): CheckedGuardrails {
  const { findings, rules } = checkRules(
    readText(file, 'a file of guardrails', 'Write one, or name another with -c guardrails=<path>'),
    now,
  );
  const lines = (among: typeof findings): string[] => among.map((finding) => findingText(file, finding));
  if (rules === undefined) throw new ConfigurationError(lines(findings.filter(isError)));
  const reserved = rules.guardrails.filter(({ id }) => id.startsWith(RESERVED_PREFIX));
  if (reserved.length > 0) {
    const told = ({ id }: { id: string }): string =>
      `${file}: expected ids that do not begin with ${RESERVED_PREFIX}, which are for guardrails of Parapet itself, got ${id}`;
    throw new ConfigurationError(reserved.map(told));
  }
  return { rules, warnings: lines(findings) };
}

/** The rules of the operator, and that over our own events. `parapet check` and a backtest see his alone. */
export const withSyntheticGuardrail = ({ guardrails, silences }: Rules): Rules => ({
  guardrails: [...guardrails, syntheticGuardrail()],
  silences,
});
