import type { AttributeValue } from '../event/event.ts';
import type { ReadGuardrail, ReadRules } from '../guardrail/load.ts';
import { type FieldPattern, type Matcher, matchesField, type Pattern } from '../guardrail/pattern.ts';
import type { Path } from '../guardrail/problem.ts';
import { dictionaryFields, numberFields } from '../segment/columns.ts';
import type { Found } from './finding.ts';

/**
 * Patterns of which it can be seen that no event matches them, or that every one does: such a guardrail reads 0 % or 100 %
 * whatever happens, and the first of these looks like health.
 */
export const impossiblePatterns = ({ guardrails }: ReadRules): readonly Found[] =>
  guardrails.flatMap((read) => {
    const patterns = patternsOf(read);
    return [
      ...patterns.flatMap(({ pattern, path }) => pattern.flatMap((field) => fieldFaults(field, path))),
      ...badFaults(read),
    ];
  });

interface PlacedPattern {
  readonly pattern: Pattern;
  readonly path: Path;
}

const patternsOf = ({ guardrail: { kind, metrics }, path }: ReadGuardrail): readonly PlacedPattern[] => {
  // Of a month these are counts of their own.
  if (kind === 'monthly') return [];
  const [metric] = metrics;
  return [
    { pattern: metric?.of ?? [], path: [...path, 'of'] },
    ...(metric?.bad.kind === 'pattern' ? [{ pattern: metric.bad.pattern, path: [...path, 'bad'] }] : []),
  ];
};

const fieldFaults = ({ field, anyOf }: FieldPattern, path: Path): readonly Found[] => {
  const faults = anyOf.map((matcher) => whyNever(field, matcher));
  // One that can match is enough, but one that can't is a mistake all the same.
  return [...new Set(faults)].flatMap((message): Found[] =>
    message === undefined ? [] : [{ severity: 'error', path: [...path, field], message }],
  );
};

const whyNever = (field: string, matcher: Matcher): string | undefined => {
  if (matcher.kind === 'numeric' && !canHold(matcher.bounds))
    return 'expected comparisons that a number can meet, got two that exclude each other';
  if (isOneOf(numberFields, field)) {
    const isText = matcher.kind === 'prefix' || (matcher.kind === 'equals' && typeof matcher.value !== 'number');
    return isText ? `expected a number or {numeric: […]}, got text: ${field} is a number in every event` : undefined;
  }
  return isOneOf(dictionaryFields, field) && matcher.kind === 'numeric'
    ? `expected values, got a comparison of numbers: ${field} is no number in any event`
    : undefined;
};

const isOneOf = (fields: readonly string[], field: string): boolean => fields.includes(field);

type Bounds = Extract<Matcher, { kind: 'numeric' }>['bounds'];

/** A number meets all of the bounds if one does that lies on a bound, beside one, or between two. */
const canHold = (bounds: Bounds): boolean => {
  const ends = bounds.map(({ value }) => value);
  const between = ends.reduce((sum, value) => sum + value, 0) / ends.length;
  return [...ends, ...ends.flatMap((value) => [value - 1, value + 1]), between].some((value) =>
    matchesField({ field: '', anyOf: [{ kind: 'numeric', bounds }] }, value),
  );
};

/** What is bad, against what counts at all. */
const badFaults = (read: ReadGuardrail): readonly Found[] => {
  const [metric] = read.guardrail.metrics;
  if (read.guardrail.kind === 'monthly' || metric?.bad.kind !== 'pattern') return [];
  const overlaps = metric.bad.pattern.map((bad) => ({ bad, ...overlapOf(metric.of, bad) }));
  const never = overlaps.find(({ matching }) => matching === 'none');
  if (never !== undefined) {
    const { bad, values } = never;
    const counted = values.map((value) => value ?? 'none').join(', ');
    return [
      {
        severity: 'error',
        path: [...read.path, 'bad', bad.field],
        message: `expected something that the events of this guardrail can have (${bad.field}: ${counted}), got what none of them has: no event would ever be bad; say in of: which events count`,
      },
    ];
  }
  return overlaps.length > 0 && overlaps.every(({ matching }) => matching === 'all')
    ? [
        {
          severity: 'error',
          path: [...read.path, 'bad'],
          message:
            'expected what tells bad events from good ones, got what all have that count: every event would be bad',
        },
      ]
    : [];
};

interface Overlap {
  readonly matching: 'all' | 'none' | 'some';
  /** The values that the events have which count, where these are named one by one. */
  readonly values: readonly (AttributeValue | undefined)[];
}

const overlapOf = (of: Pattern, bad: FieldPattern): Overlap => {
  const counted = of.find(({ field }) => field === bad.field)?.anyOf;
  const values = counted?.flatMap(valuesOf);
  if (counted === undefined || values === undefined || values.length < counted.length)
    return { matching: 'some', values: [] };
  const matches = values.filter((value) => matchesField(bad, value)).length;
  return { matching: matches === 0 ? 'none' : matches === values.length ? 'all' : 'some', values };
};

const valuesOf = (matcher: Matcher): readonly (AttributeValue | undefined)[] => {
  if (matcher.kind === 'equals') return [matcher.value];
  return matcher.kind === 'exists' && !matcher.exists ? [undefined] : [];
};
