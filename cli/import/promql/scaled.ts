import { type Expression, isSame } from './expression.ts';

/** scale x core + offset: `100 * a`, `1 - a / b`, `a / 2`. Without a core it is the number `offset`. */
export interface Scaled {
  readonly scale: number;
  readonly offset: number;
  readonly core?: Core;
}

export type Core =
  | { readonly kind: 'ratio'; readonly numerator: Expression; readonly denominator: Expression }
  | { readonly kind: 'value'; readonly of: Expression };

/** Takes the arithmetic with numbers off an expression, so that what is left is one thing that is counted. */
export const scaledOf = (expression: Expression): Scaled => {
  switch (expression.kind) {
    case 'number':
      return number(expression.value);
    case 'negative':
      return times(scaledOf(expression.of), -1);
    case 'binary': {
      const [left, right] = [scaledOf(expression.left), scaledOf(expression.right)];
      switch (expression.operator) {
        case '+':
          return plus(left, right) ?? value(expression);
        case '-':
          return plus(left, times(right, -1)) ?? value(expression);
        case '*':
          return isNumber(left)
            ? times(right, left.offset)
            : isNumber(right)
              ? times(left, right.offset)
              : value(expression);
        case '/':
          return isNumber(right) ? times(left, 1 / right.offset) : (quotient(left, right) ?? value(expression));
        // Where nothing failed there may be no series of failures at all.
        case 'or':
          return isVectorOfZero(expression.right) ? left : value(expression);
        default:
          return value(expression);
      }
    }
    case 'text':
    case 'selector':
    case 'call':
    case 'aggregate':
    case 'beyond':
      return value(expression);
  }
};

export const isNumber = ({ core }: Scaled): boolean => core === undefined;

const number = (offset: number): Scaled => ({ scale: 0, offset });
const value = (of: Expression): Scaled => ({ scale: 1, offset: 0, core: { kind: 'value', of } });

const times = (scaled: Scaled, factor: number): Scaled => ({
  ...scaled,
  scale: scaled.scale * factor,
  offset: scaled.offset * factor,
});

const plus = (left: Scaled, right: Scaled): Scaled | undefined => {
  if (left.core !== undefined && right.core !== undefined) return undefined;
  const core = left.core ?? right.core;
  return { scale: left.scale + right.scale, offset: left.offset + right.offset, ...(core !== undefined && { core }) };
};

/** One count by another, also where the first is written as what is left: `(all - good) / all` is `1 - good / all`. */
const quotient = (left: Scaled, right: Scaled): Scaled | undefined => {
  if (left.core?.kind !== 'value' || right.core?.kind !== 'value' || left.offset !== 0 || right.offset !== 0)
    return undefined;
  const [top, bottom] = [left.core.of, right.core.of];
  const scale = left.scale / right.scale;
  if (top.kind === 'binary' && top.operator === '-' && isSame(top.left, bottom) && !top.matching)
    return { scale: -scale, offset: scale, core: { kind: 'ratio', numerator: top.right, denominator: bottom } };
  return { scale, offset: 0, core: { kind: 'ratio', numerator: top, denominator: bottom } };
};

const isVectorOfZero = (expression: Expression): boolean =>
  expression.kind === 'call' &&
  expression.name === 'vector' &&
  expression.args[0]?.kind === 'number' &&
  expression.args[0].value === 0;
