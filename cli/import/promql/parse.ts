import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { Untranslatable } from '../untranslatable.ts';
import { prometheusDuration } from './duration.ts';
import type { Binary, Expression, LabelMatcher, Selector } from './expression.ts';

/** Reads PromQL by the grammar of Prometheus itself. Throws {@link Untranslatable} where it is none. */
export const parsePromql = (text: string): Expression => {
  const tree = parser.parse(text);
  tree.iterate({
    enter: ({ type, from }) => {
      if (type.isError)
        throw new Untranslatable(
          `not PromQL: expected something else at character ${from + 1}, ${JSON.stringify(text.slice(from, from + 20))}`,
        );
    },
  });
  const [root] = childrenOf(tree.topNode);
  if (root === undefined) throw new Untranslatable('not PromQL: expected an expression, got none');
  return new Reader(text).read(root);
};

/** Comments may stand anywhere between them. */
const childrenOf = (node: SyntaxNode): readonly SyntaxNode[] => {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (child.name !== 'LineComment') children.push(child);
  return children;
};

class Reader {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  read(node: SyntaxNode): Expression {
    const children = childrenOf(node);
    switch (node.name) {
      case 'ParenExpr':
        return this.#only(node);
      case 'NumberDurationLiteral':
        return { kind: 'number', value: numberOf(this.#text(node)) };
      case 'StringLiteral':
        return { kind: 'text', value: unquoted(this.#text(node)) };
      case 'UnaryExpr':
        return this.#text(node).startsWith('-') ? { kind: 'negative', of: this.#only(node, 1) } : this.#only(node, 1);
      case 'VectorSelector':
        return this.#selector(node);
      case 'MatrixSelector':
        return this.#range(node);
      case 'FunctionCall':
        return { kind: 'call', name: this.#textOf(node, 'FunctionIdentifier'), args: this.#args(node) };
      case 'AggregateExpr':
        return this.#aggregate(node);
      case 'BinaryExpr':
        return this.#binary(children);
      case 'SubqueryExpr':
        return { kind: 'beyond', what: 'subquery' };
      case 'OffsetExpr':
        return { kind: 'beyond', what: 'offset' };
      case 'StepInvariantExpr':
        return { kind: 'beyond', what: '@' };
      default:
        return { kind: 'beyond', what: 'modifier' };
    }
  }

  #selector(node: SyntaxNode): Selector {
    const inBraces = node.getChild('LabelMatchers');
    const quoted = inBraces?.getChild('QuotedLabelName');
    const matchers = inBraces === null ? [] : childrenOf(inBraces).flatMap((child) => this.#matcher(child));
    const named = matchers.find(({ label, operator }) => label === '__name__' && operator === '=');
    return {
      kind: 'selector',
      metric:
        this.#textOf(node, 'Identifier') || (quoted == null ? (named?.value ?? '') : unquoted(this.#text(quoted))),
      matchers: matchers.filter((matcher) => matcher !== named),
    };
  }

  #matcher(node: SyntaxNode): LabelMatcher[] {
    const [label, sign, value] = childrenOf(node);
    const operator = operators.find((each) => sign !== undefined && each === this.#text(sign));
    if (label === undefined || value === undefined || operator === undefined) return [];
    const name = this.#text(label);
    return [{ label: /^["'`]/.test(name) ? unquoted(name) : name, operator, value: unquoted(this.#text(value)) }];
  }

  #range(node: SyntaxNode): Expression {
    const [of, duration] = childrenOf(node);
    const selector = of === undefined ? undefined : this.read(of);
    const rangeMs = duration === undefined ? undefined : prometheusDuration(this.#text(duration).trim());
    if (rangeMs === undefined) return { kind: 'beyond', what: 'computed duration' };
    return selector?.kind === 'selector'
      ? { ...selector, rangeMs }
      : (selector ?? { kind: 'beyond', what: 'modifier' });
  }

  #aggregate(node: SyntaxNode): Expression {
    const modifier = node.getChild('AggregateModifier');
    const labels = modifier?.getChild('GroupingLabels');
    return {
      kind: 'aggregate',
      name: this.#textOf(node, 'AggregateOp').toLowerCase(),
      args: this.#args(node),
      ...(modifier != null && {
        labels: {
          kind: modifier.getChild('Without') === null ? ('by' as const) : ('without' as const),
          names:
            labels == null ? [] : childrenOf(labels).map((label) => this.#text(label).replaceAll(/^["'`]|["'`]$/g, '')),
        },
      }),
    };
  }

  #binary([left, operator, ...rest]: readonly SyntaxNode[]): Binary {
    const right = rest.at(-1);
    if (left === undefined || operator === undefined || right === undefined)
      throw new Untranslatable('not PromQL: expected two sides of an operator');
    const modifiers = rest.slice(0, -1).map(({ name }) => name);
    return {
      kind: 'binary',
      operator: this.#text(operator).toLowerCase(),
      left: this.read(left),
      right: this.read(right),
      bool: modifiers.includes('BoolModifier'),
      matching: modifiers.some((name) => name !== 'BoolModifier'),
    };
  }

  #args(node: SyntaxNode): readonly Expression[] {
    const body = node.getChild('FunctionCallBody');
    return body === null ? [] : childrenOf(body).map((child) => this.read(child));
  }

  #only(node: SyntaxNode, place = 0): Expression {
    const child = childrenOf(node)[place];
    return child === undefined ? { kind: 'beyond', what: 'modifier' } : this.read(child);
  }

  #text({ from, to }: SyntaxNode): string {
    return this.#source.slice(from, to);
  }

  #textOf(node: SyntaxNode, name: string): string {
    const child = node.getChild(name);
    return child === null ? '' : this.#text(child);
  }
}

const operators = ['=', '!=', '=~', '!~'] as const;

/** `0.05`, `1e-3`, `0x1f`, `1_000`, and a duration, which is its seconds. */
const numberOf = (text: string): number => {
  const plain = text.replaceAll('_', '');
  const value = Number(plain);
  return Number.isNaN(value) ? (prometheusDuration(plain) ?? Number.NaN) / 1000 : value;
};

const escapes = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
]);

const unquoted = (literal: string): string =>
  literal.startsWith('`')
    ? literal.slice(1, -1)
    : literal.slice(1, -1).replaceAll(/\\(.)/gs, (_, character: string) => escapes.get(character) ?? character);
