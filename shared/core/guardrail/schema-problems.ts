import type { z } from 'zod';
import { kinds } from './guardrail.ts';
import { didYouMean, nearest, nearestKey } from './nearest.ts';
import type { Path } from './problem.ts';

/** What a schema refused: where, and a sentence that says what was expected, what came, and what was meant. */
export interface Refusal {
  readonly path: Path;
  readonly message: string;
}

/** `file` is all that was checked: an issue does not say what came. `meantKey` finds the known key near a misspelt one. */
export const refusalsOf = (issue: z.core.$ZodIssue, file: unknown, meantKey = nearestKey): readonly Refusal[] => {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `not a key that is known here${didYouMean(meantKey(key))}`,
    }));
  if (issue.code === 'invalid_union') {
    const near = nearBranch(issue.errors);
    if (near !== undefined)
      return near.flatMap((inner) => refusalsOf({ ...inner, path: [...issue.path, ...inner.path] }, file, meantKey));
  }
  if (issue.code === 'invalid_key') return [{ path, message: issue.issues[0]?.message ?? issue.message }];
  const received = issue.code === 'invalid_type' ? WRONG_TYPE.exec(issue.message)?.[1] : undefined;
  if (issue.code === 'invalid_type' && received !== undefined)
    return [{ path, message: `expected ${typeText(issue.expected)}, got ${typeText(received)}` }];
  const came = valueIn(file, path);
  return [{ path, message: `${withWhatCame(issue.message, came)}${didYouMean(meantBy(issue, came))}` }];
};

/** The one form of several that was meant: all that is wrong lies inside it. Told of this form, its writer sees the mistake. */
const nearBranch = (branches: readonly z.core.$ZodIssue[][]): readonly z.core.$ZodIssue[] | undefined => {
  const near = branches.filter((issues) =>
    issues.every(({ code, path }) => code === 'unrecognized_keys' || (path.length > 0 && code !== 'invalid_union')),
  );
  return near.length === 1 ? near[0] : undefined;
};

const valueIn = (file: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(String(step)) : undefined,
    file,
  );

/** `expected 3 or 4 weeks, got 5: minutes are kept for 35 days`: before the colon, after which a sentence says why. */
const withWhatCame = (message: string, came: unknown): string => {
  const [, expected = message, why = ''] = /^(expected [^{]*?)(: .*)$/.exec(message) ?? [];
  const got = expected.startsWith('expected ') && !expected.includes(', got ') ? gotText(came) : '';
  return `${expected}${got}${why}`;
};

/** What a file says is shown as it is; of a list or a mapping its place says enough. */
const gotText = (came: unknown): string => {
  if (came === undefined || came === null) return ', got nothing';
  return typeof came === 'object' ? '' : `, got ${shortened(JSON.stringify(came))}`;
};

const LONGEST_SHOWN = 60;
const shortened = (text: string): string => (text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);

/** Of the values that a key may have, the one near what came. */
const meantBy = (issue: z.core.$ZodIssue, came: unknown): string | undefined => {
  if (typeof came !== 'string') return undefined;
  if (issue.code === 'invalid_value') return nearest(came, issue.values.map(String));
  return issue.code === 'invalid_union' && issue.path.at(-1) === 'kind' ? nearest(came, kinds) : undefined;
};

/** What zod says where the schema has no words of its own. */
const WRONG_TYPE = /^Invalid input: expected \w+, received (\w+)$/;
const types = new Map([
  ['object', 'a mapping'],
  ['record', 'a mapping'],
  ['array', 'a list'],
  ['string', 'text'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['undefined', 'nothing'],
]);
const typeText = (type: string): string => types.get(type) ?? type;
