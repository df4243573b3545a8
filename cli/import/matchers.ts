import { outcomes } from '../../shared/core/event/event.ts';
import type { RawMatcher, RawPattern } from '../../shared/core/guardrail/pattern-schema.ts';
import { outcomesOf, outcomesOfClass } from './outcome-values.ts';
import type { LabelMatcher } from './promql/expression.ts';
import { type Matched, matchedBy } from './regex.ts';
import { Untranslatable } from './untranslatable.ts';
import { fieldOf, type Vocabulary } from './vocabulary.ts';

/** Label matchers as a pattern of events; what its reader must see to goes to `checks`. */
export const patternOf = (matchers: readonly LabelMatcher[], words: Vocabulary, checks: Set<string>): RawPattern => {
  const pattern = new Map<string, readonly RawMatcher[]>();
  for (const matcher of matchers) {
    const { name, check } = fieldOf(matcher.label, words);
    if (check !== undefined) checks.add(check);
    if (name === undefined) continue;
    const values = matchersOf(matcher, name, checks);
    if (values === undefined) continue;
    const before = pattern.get(name);
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(values))
      throw new Untranslatable(`two matchers of ${matcher.label}: a pattern has one list of values for ${name}`);
    pattern.set(name, values);
  }
  return Object.fromEntries([...pattern].map(([name, values]) => [name, [...values]]));
};

/** Undefined where it lets everything through. */
const matchersOf = (matcher: LabelMatcher, field: string, checks: Set<string>): readonly RawMatcher[] | undefined => {
  const { operator } = matcher;
  const isNegative = operator === '!=' || operator === '!~';
  const matched = matchedOf(matcher);
  switch (matched.kind) {
    case 'anything':
      if (isNegative) throw new Untranslatable(`${textOf(matcher)} lets nothing through`);
      return undefined;
    case 'nothing':
      return [{ exists: isNegative }];
    case 'something':
      return [{ exists: !isNegative }];
    case 'these':
      if (field === 'outcome') return outcomeMatchers(matcher, matched, isNegative, checks);
      return isNegative
        ? allBut(matcher, field, matched)
        : [
            ...matched.values.flatMap((value) => formsOf(value, field)),
            ...matched.prefixes.map((prefix) => ({ prefix })),
          ];
  }
};

const matchedOf = (matcher: LabelMatcher): Matched => {
  const { operator, value } = matcher;
  // A label that is empty is one that is not there.
  if (value === '') return { kind: 'nothing' };
  if (operator === '=' || operator === '!=') return { kind: 'these', values: [value], prefixes: [] };
  const matched = matchedBy(value);
  if (matched === undefined)
    throw new Untranslatable(
      `${textOf(matcher)}: a pattern has values and prefixes, and no regular expressions but alternatives of these`,
    );
  return matched;
};

/** `!=` lets a series without the label through, `anything-but` no event without the attribute. */
const allBut = (
  matcher: LabelMatcher,
  field: string,
  { values, prefixes }: Extract<Matched, { kind: 'these' }>,
): readonly RawMatcher[] => {
  if (values.length > 0 && prefixes.length > 0)
    throw new Untranslatable(`${textOf(matcher)}: a pattern shuts out values or prefixes, not both`);
  const but = prefixes.length > 0 ? { prefix: [...prefixes] } : values.flatMap((value) => formsOf(value, field));
  return [{ 'anything-but': but }, { exists: false }];
};

const outcomeMatchers = (
  matcher: LabelMatcher,
  { values, prefixes }: Extract<Matched, { kind: 'these' }>,
  isNegative: boolean,
  checks: Set<string>,
): readonly RawMatcher[] => {
  const meant = [
    ...values.map((value) => [value, outcomesOf(value)] as const),
    ...prefixes.map((prefix) => [`${prefix}..`, outcomesOfClass(prefix)] as const),
  ];
  const unknown = meant.find(([, found]) => found.length === 0);
  if (unknown !== undefined)
    throw new Untranslatable(
      `${textOf(matcher)}: ${unknown[0]} is none of the outcomes that are known (${outcomes.join(', ')}); ` +
        `if ${matcher.label} is an attribute of your events, say so with --map ${matcher.label}=ATTRIBUTE`,
    );
  for (const [value, found] of meant)
    if (found.length !== 1 || found[0] !== value)
      checks.add(`${matcher.label} ${value} is read as outcome ${found.join(' or ')}`);
  const found = outcomes.filter((outcome) => meant.some(([, each]) => each.includes(outcome)));
  if (!isNegative) return found;
  const rest = outcomes.filter((outcome) => !found.includes(outcome));
  if (rest.length > 2)
    checks.add(
      `whatever is not ${found.join(' or ')} counts, ${rest.join(', ')}; outages alone are failed and timeout`,
    );
  return rest;
};

const typed: readonly string[] = ['type', 'source', 'currency'];

/** A label is text; events may carry the same as a number, or as true or false. */
const formsOf = (value: string, field: string): readonly (string | number | boolean)[] => {
  if (field === 'fraud' && (value === 'true' || value === 'false')) return [value === 'true'];
  if (typed.includes(field)) return [value];
  if (value === 'true' || value === 'false') return [value === 'true', value];
  return /^(?:0|[1-9]\d{0,14})$/.test(value) ? [value, Number(value)] : [value];
};

const textOf = ({ label, operator, value }: LabelMatcher): string => `${label}${operator}${JSON.stringify(value)}`;
