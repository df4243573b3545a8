import { DEFAULT_TYPE, outcomes } from '../event/event.ts';
import type { Fault } from './fault.ts';
import { didYouMean, nearest } from './nearest.ts';
import { comparisons, type FieldPattern, type Matcher, type NumericBound, type Pattern } from './pattern.ts';
import type { RawMatcher, RawPattern } from './pattern-schema.ts';

/** Which events count: payments, where the type is not said. */
export const compileSelection = (raw: RawPattern | undefined): Pattern => {
  const of = compilePattern(raw ?? {});
  const saysType = of.some(({ field }) => field === 'type');
  return saysType ? of : [{ field: 'type', anyOf: [{ kind: 'equals', value: DEFAULT_TYPE }] }, ...of];
};

export const compilePattern = (raw: RawPattern): Pattern =>
  Object.entries(raw).map(([field, matchers]): FieldPattern => ({
    field,
    anyOf: listOf(matchers).map(compileMatcher),
  }));

/** The fields whose values are known: one misspelt would match nothing, and the guardrail would be silent for ever. */
const knownValues = new Map<string, readonly (string | boolean)[]>([
  ['outcome', outcomes],
  ['fraud', [true, false]],
]);

export const patternFaults = (key: string, raw: RawPattern | undefined): Fault[] =>
  [...knownValues].flatMap(([field, known]) =>
    listOf(raw?.[field])
      .flatMap(valuesOf)
      .filter((value) => !known.some((right) => right === value))
      .map((value) => ({
        path: [key, field],
        message: `expected one of ${known.join(', ')}, got ${JSON.stringify(value)}${didYouMean(nearest(String(value), known.map(String)))}`,
      })),
  );

/** The values that a matcher names whole, also those that it shuts out. */
const valuesOf = (matcher: RawMatcher): readonly (string | number | boolean)[] => {
  if (typeof matcher !== 'object') return [matcher];
  if (!('anything-but' in matcher)) return [];
  const but = matcher['anything-but'];
  return typeof but === 'object' && 'prefix' in but ? [] : listOf(but);
};

const listOf = <Item>(value: Item | readonly Item[] | undefined): readonly Item[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly Item[]) : [value as Item];

const compileMatcher = (raw: RawMatcher): Matcher => {
  if (typeof raw !== 'object') return { kind: 'equals', value: raw };
  if ('prefix' in raw) return { kind: 'prefix', prefix: raw.prefix };
  if ('exists' in raw) return { kind: 'exists', exists: raw.exists };
  if ('numeric' in raw) return { kind: 'numeric', bounds: boundsOf(raw.numeric) };
  const but = raw['anything-but'];
  if (typeof but === 'object' && 'prefix' in but)
    return { kind: 'anything-but', values: [], prefixes: listOf(but.prefix) };
  return { kind: 'anything-but', values: listOf(but), prefixes: [] };
};

const boundsOf = (items: readonly (string | number)[]): NumericBound[] =>
  items.flatMap((item, index): NumericBound[] => {
    const value = items[index + 1];
    const comparison = comparisons.find((known) => known === item);
    return comparison === undefined || typeof value !== 'number' ? [] : [{ comparison, value }];
  });
