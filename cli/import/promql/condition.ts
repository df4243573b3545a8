import { Untranslatable } from '../untranslatable.ts';
import type { Binary, Expression } from './expression.ts';
import { type Core, isNumber, type Scaled, scaledOf } from './scaled.ts';

/** What an alert waits for, with all numbers on one side. */
export interface Condition {
  readonly core: Core;
  readonly direction: 'above' | 'below';
  readonly limit: number;
  /** `>=` and `<=`: the limit itself is broken too. */
  readonly orEqual: boolean;
  /** `== 0`: nothing at all. */
  readonly nothing: boolean;
}

/** `a and b`: each of them. Without `and` one. */
export const conditionsOf = (expression: Expression): readonly Condition[] => {
  if (expression.kind === 'binary' && expression.operator === 'and' && !expression.matching)
    return [...conditionsOf(expression.left), ...conditionsOf(expression.right)];
  return [conditionOf(expression)];
};

const comparisons = new Map([
  ['>', 'above'],
  ['>=', 'above'],
  ['<', 'below'],
  ['<=', 'below'],
  ['==', 'equal'],
] as const);

const conditionOf = (expression: Expression): Condition => {
  const comparison =
    expression.kind === 'binary' ? new Map<string, string>(comparisons).get(expression.operator) : undefined;
  if (expression.kind !== 'binary' || comparison === undefined) throw new Untranslatable(withoutLimit(expression));
  if (expression.bool)
    throw new Untranslatable('a comparison with bool gives 1 or 0 and so alerts always; leave bool out');
  const { core, scale, limit } = oneSided(expression);
  if (comparison === 'equal') {
    if (limit !== 0) throw new Untranslatable(`== ${limit}: a limit is crossed, and hardly ever met; write > or <`);
    return { core, direction: 'below', limit, orEqual: true, nothing: true };
  }
  // Dividing by a negative number turns the comparison around: 1 - a / b > 0.05 is a / b < 0.95.
  const direction = scale > 0 === (comparison === 'above') ? 'above' : 'below';
  return {
    core,
    direction,
    limit,
    orEqual: expression.operator.endsWith('='),
    nothing: direction === 'below' && limit === 0,
  };
};

/** All that is counted on the left, by dividing where both sides count: `a > 0.05 * b` is `a / b > 0.05`. */
const oneSided = ({ left, right }: Binary): { readonly core: Core; readonly scale: number; readonly limit: number } => {
  const [near, far] = [scaledOf(left), scaledOf(right)];
  if (near.core !== undefined && far.core === undefined) return solved(near, near.core, far.offset);
  if (near.core === undefined && far.core !== undefined) {
    const { core, scale, limit } = solved(far, far.core, near.offset);
    return { core, scale: -scale, limit };
  }
  if (isNumber(near)) throw new Untranslatable('two numbers are compared, which no event changes');
  if (near.core?.kind !== 'value' || far.core?.kind !== 'value' || near.offset !== 0 || far.offset !== 0)
    throw new Untranslatable('both sides are computed; a limit is a number');
  const ratio: Core = { kind: 'ratio', numerator: near.core.of, denominator: far.core.of };
  return solved({ scale: near.scale / far.scale, offset: 0 }, ratio, 1);
};

const solved = ({ scale, offset }: Scaled, core: Core, limit: number) => ({
  core,
  scale,
  limit: tidy((limit - offset) / scale),
});

/** Without what binary fractions leave behind: 0.05 and not 0.050000000000000044. */
const tidy = (value: number): number => Number(value.toPrecision(12));

const withoutLimit = (expression: Expression): string =>
  expression.kind === 'binary' && expression.operator === 'or'
    ? 'or gives what either side has; write a rule for each'
    : expression.kind === 'binary' && expression.operator === '!='
      ? '!= holds nearly always; write > or <'
      : 'expected a comparison with a limit, such as > 0.05, got none: whatever it gives alerts';
