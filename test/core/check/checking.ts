import { checkRules, findingText } from '../../../shared/core/check/check.ts';
import type { FindingKind } from '../../../shared/core/check/finding.ts';
import { NOW } from '../../support/builders.ts';

/** A good guardrail in one line. */
export const good = '{ id: a, kind: rate, bad: { fraud: true }, critical: { above: 3% } }';

/** A file with these guardrails, a line each from line 2 on, and what else stands below them. */
export const aFile = (guardrails: readonly string[], ...rest: readonly string[]): string =>
  ['guardrails:', ...guardrails.map((guardrail) => `  - ${guardrail}`), ...rest, ''].join('\n');

/** What the check says of a text, as it prints it; of one kind only, where that is asked for. */
export const linesOf = (text: string, kind?: FindingKind): readonly string[] =>
  checkRules(text, NOW)
    .findings.filter((finding) => kind === undefined || finding.kind === kind)
    .map((finding) => findingText('g.yaml', finding));
