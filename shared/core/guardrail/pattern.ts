import type { AttributeValue } from '../event/event.ts';

/**
 * Which events a guardrail means, in the syntax of SNS filter policies
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html): every field must match, by any of
 * its matchers. `anything-but` and the others match only where the field is there; `exists: false` where it is not.
 */
export type Pattern = readonly FieldPattern[];

export interface FieldPattern {
  /** A field of the event, or else the name of an attribute. */
  readonly field: string;
  readonly anyOf: readonly Matcher[];
}

export type Matcher =
  | { readonly kind: 'equals'; readonly value: AttributeValue }
  | { readonly kind: 'anything-but'; readonly values: readonly AttributeValue[]; readonly prefixes: readonly string[] }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'numeric'; readonly bounds: readonly NumericBound[] }
  | { readonly kind: 'exists'; readonly exists: boolean };

export const comparisons = ['=', '<', '<=', '>', '>='] as const;
export interface NumericBound {
  readonly comparison: (typeof comparisons)[number];
  readonly value: number;
}

export const matchesField = (pattern: FieldPattern, value: AttributeValue | undefined): boolean =>
  pattern.anyOf.some((matcher) => matches(matcher, value));

const matches = (matcher: Matcher, value: AttributeValue | undefined): boolean => {
  if (matcher.kind === 'exists') return matcher.exists === (value !== undefined);
  if (value === undefined) return false;
  switch (matcher.kind) {
    case 'equals':
      return value === matcher.value;
    case 'anything-but':
      return !matcher.values.includes(value) && !matcher.prefixes.some((prefix) => startsWith(value, prefix));
    case 'prefix':
      return startsWith(value, matcher.prefix);
    case 'numeric':
      return typeof value === 'number' && matcher.bounds.every((bound) => compare(value, bound));
  }
};

const startsWith = (value: AttributeValue, prefix: string): boolean =>
  typeof value === 'string' && value.startsWith(prefix);

const compare = (value: number, { comparison, value: bound }: NumericBound): boolean => {
  switch (comparison) {
    case '=':
      return value === bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
  }
};
