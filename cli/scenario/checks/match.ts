import type { Fact, Told } from '../told.ts';
import type { MessageMatch, TextMatch } from './check.ts';

/** Something that a message was to have and has not; `key` is that of the check. */
export interface Mismatch {
  readonly key: keyof MessageMatch;
  readonly expected: string;
  readonly got: string;
}

/** What a message has not; empty where all is as expected. `fact` is the message itself, or a part of a digest. */
export const mismatches = (match: MessageMatch, { subject, text }: Told, fact: Fact): readonly Mismatch[] => {
  const found: Mismatch[] = [];
  const compare = (key: 'reason' | 'guardrail' | 'severity', got: string = 'none'): void => {
    const expected = match[key];
    if (expected !== undefined && expected !== got)
      found.push({ key, expected: `${key} ${expected}`, got: `${key} ${got}` });
  };
  compare('reason', fact.reason);
  compare('guardrail', fact.guardrail);
  compare('severity', fact.severity);
  if (match.naming !== undefined && match.naming !== (fact.named ?? NOBODY))
    found.push({ key: 'naming', expected: `naming ${match.naming}`, got: `naming ${fact.named ?? NOBODY}` });
  for (const [key, got] of [
    ['subject', subject],
    ['text', text],
  ] as const) {
    const missing = missingOf(match[key], got);
    if (missing !== undefined) found.push({ key, expected: `${key} ${missing}`, got });
  }
  return found;
};

const NOBODY = 'nobody';

/** What a text was to be or to contain and is not; undefined where it is. */
const missingOf = (match: TextMatch | undefined, got: string): string | undefined => {
  if (match === undefined) return undefined;
  if (match.kind === 'is') return match.text.trimEnd() === got.trimEnd() ? undefined : match.text.trimEnd();
  const lost = match.parts.find((part) => !got.includes(part));
  return lost === undefined ? undefined : `with ${JSON.stringify(lost)}`;
};
