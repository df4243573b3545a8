import { type Checked, isError } from '../../shared/core/check/check.ts';
import { pathText } from '../../shared/core/guardrail/problem.ts';
import { type Said, toldAfter } from './said.ts';

/** What other programs read of a check; a key that does not apply is missing. */
export const asJson = (file: string, { findings }: Checked, rules: readonly Said[]) => ({
  file,
  errors: findings.filter(isError).length,
  warnings: findings.filter((finding) => !isError(finding)).length,
  findings: findings.map(({ severity, kind, line, column, path, message }) => ({
    severity,
    kind,
    line,
    column,
    ...(path === undefined ? undefined : { path: pathText(path) }),
    message,
  })),
  guardrails: rules.map((rule) => ({
    id: rule.guardrail.id,
    kind: rule.guardrail.kind,
    by: rule.guardrail.by,
    levels: rule.guardrail.levels.map(({ severity, direction, text }) => ({ severity, limit: `${direction} ${text}` })),
    expects: rule.expected?.text,
    toldAfterMinutes: toldAfter(rule),
    overAfterMinutes: rule.expected?.outlook?.clearMinutes,
  })),
});
