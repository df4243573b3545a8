/** A PromQL expression, as much of it as a guardrail can mean, and a word for the rest. Parentheses are gone. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | Selector
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | Aggregate
  | { readonly kind: 'negative'; readonly of: Expression }
  | Binary
  /** What no guardrail can mean, whatever stands inside: `subquery`, `offset`, `@`. */
  | { readonly kind: 'beyond'; readonly what: Beyond };

export type Beyond = 'subquery' | 'offset' | '@' | 'computed duration' | 'modifier';

export interface Selector {
  readonly kind: 'selector';
  readonly metric: string;
  readonly matchers: readonly LabelMatcher[];
  /** Of a range `[5m]`. */
  readonly rangeMs?: number;
}

export interface LabelMatcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export interface Aggregate {
  readonly kind: 'aggregate';
  readonly name: string;
  readonly args: readonly Expression[];
  readonly labels?: { readonly kind: 'by' | 'without'; readonly names: readonly string[] };
}

export interface Binary {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
  /** 1 and 0 instead of the series that hold. */
  readonly bool: boolean;
  /** `on`, `ignoring`, `group_left`, `fill`: which series meet. */
  readonly matching: boolean;
}

/** All that stands in an expression, itself first. */
export const within = (expression: Expression): readonly Expression[] => [
  expression,
  ...partsOf(expression).flatMap(within),
];

const partsOf = (expression: Expression): readonly Expression[] => {
  switch (expression.kind) {
    case 'call':
    case 'aggregate':
      return expression.args;
    case 'negative':
      return [expression.of];
    case 'binary':
      return [expression.left, expression.right];
    case 'number':
    case 'text':
    case 'selector':
    case 'beyond':
      return [];
  }
};

/** Whether two expressions are written alike, but for spaces and parentheses. */
export const isSame = (left: Expression, right: Expression): boolean => JSON.stringify(left) === JSON.stringify(right);
