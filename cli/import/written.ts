import { stringify } from 'yaml';
import { plain } from '../../shared/core/message/plain-text.ts';
import type { Imported } from './guardrail-of.ts';

/** The guardrails as guardrails.yaml, with what to see to above each. */
export const guardrailsText = (imported: readonly Imported[], fileName: string): string =>
  [
    `# From ${plain(fileName)}, by parapet import prometheus. Values are compared as Prometheus does it (evidence: none), until`,
    '# you take out what a guardrail does not need. See to each line that says check: it is a guess.',
    'guardrails:',
    ...imported.map((each) => guardrailText(each, fileName)),
  ].join('\n');

const guardrailText = ({ alerts, guardrail, checks, better }: Imported, fileName: string): string =>
  [
    ...alerts.map(({ name, line }) => `  # ${plain(`${name} (${fileName}:${line})`)}`),
    ...checks.map((check) => `  # check: ${plain(check)}`),
    `  # better: ${better}`,
    ...Object.entries(guardrail).map(
      ([key, value], index) => `  ${index === 0 ? '-' : ' '} ${key}: ${inOneLine(value)}`,
    ),
    '',
  ].join('\n');

/** `{ above: 5% }` and `[bank, merchant]`, as people write them. */
const inOneLine = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, each]) => `${inOneLine(key)}: ${inOneLine(each)}`)
      .join(', ')} }`;
  // As a member of a list, so that a comma or a bracket in it is quoted.
  return stringify([value], { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0, blockQuote: false })
    .trimEnd()
    .slice(1, -1);
};
