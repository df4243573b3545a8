import { type Read, type ReadRules, readRules } from '../guardrail/load.ts';
import { problemText } from '../guardrail/problem.ts';
import type { Rules } from '../guardrail/rules.ts';
import type { EpochMs } from '../units.ts';
import type { Finding, FindingKind, Found } from './finding.ts';
import { impossiblePatterns } from './impossible-patterns.ts';
import { neverProven } from './never-proven.ts';
import { noGroups } from './no-groups.ts';
import { sameMeaning } from './same-meaning.ts';
import { saysNothingNew } from './says-nothing-new.ts';
import { silencedAlways } from './silenced-always.ts';
import { silencesOver } from './silences-over.ts';
import { tooManyParts } from './too-many-parts.ts';
import { tooManySeries } from './too-many-series.ts';
import { unknownAttributes } from './unknown-attributes.ts';

/** What is wrong with a file of guardrails, in the order in which it stands there, and the rules if no error is among it. */
export interface Checked {
  readonly findings: readonly Finding[];
  readonly rules?: Rules;
  /** The same beside the words of the file; there as soon as the loader takes it. */
  readonly read?: ReadRules;
}

/**
 * The one check of guardrails.yaml: `parapet check` prints what it finds, and nothing is deployed of which it finds an
 * error. First all that the loader refuses; then what loads, and would still not do what its owner thinks.
 */
export const checkRules = (text: string, now: EpochMs): Checked => {
  const read: Read = readRules(text);
  if (!read.ok)
    return { findings: read.problems.map((problem) => ({ ...problem, kind: 'refused', severity: 'error' })) };
  const findings = [...checks]
    .flatMap(([kind, check]) => check(read, now).map((found) => ({ ...read.placeOf(found.path), ...found, kind })))
    .sort((left, right) => left.line - right.line || left.column - right.column);
  if (findings.some(isError)) return { findings, read };
  const { guardrails, silences } = read;
  return {
    findings,
    read,
    rules: {
      guardrails: guardrails.map(({ guardrail }) => guardrail),
      silences: silences.map(({ silence }) => silence),
    },
  };
};

const checks = new Map<FindingKind, (rules: ReadRules, now: EpochMs) => readonly Found[]>([
  ['unknown-attribute', unknownAttributes],
  ['no-groups', noGroups],
  ['impossible-pattern', impossiblePatterns],
  ['never-proven', neverProven],
  ['same-meaning', sameMeaning],
  ['says-nothing-new', saysNothingNew],
  ['silenced-always', silencedAlways],
  ['silence-over', silencesOver],
  ['too-many-parts', tooManyParts],
  ['too-many-series', tooManySeries],
]);

export const isError = ({ severity }: Pick<Finding, 'severity'>): boolean => severity === 'error';

/** The line of a finding: an error as the loader would say it, a warning with that word before its path. */
export const findingText = (fileName: string, finding: Finding): string =>
  problemText(fileName, finding, finding.severity === 'warning' ? 'warning: ' : '');
