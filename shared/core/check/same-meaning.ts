import { ruleFingerprint } from '../guardrail/fingerprint.ts';
import type { ReadRules } from '../guardrail/load.ts';
import type { Found } from './finding.ts';

/** Guardrails that judge the same in the same way, under two names: each failure would open two incidents. */
export const sameMeaning = ({ guardrails }: ReadRules): readonly Found[] => {
  const first = new Map<string, string>();
  return guardrails.flatMap(({ guardrail, path }): Found[] => {
    const fingerprint = ruleFingerprint(guardrail);
    const twin = first.get(fingerprint);
    if (twin === undefined) {
      first.set(fingerprint, guardrail.id);
      return [];
    }
    return [
      {
        severity: 'error',
        path: [...path, 'id'],
        message: `expected a meaning of its own, got that of ${twin}: whatever breaks would open two incidents; take one of them out`,
      },
    ];
  });
};
