import { Untranslatable } from '../untranslatable.ts';
import type { Expression, Selector } from './expression.ts';

/** `sum by (bank) (rate(payments_total{...}[5m]))`: how many events there were, for each value of some labels. */
export interface SummedRate {
  readonly selector: Selector;
  readonly windowMs: number;
  readonly by: readonly string[];
  /** Of `increase` the events of the window, of `rate` those of a second. */
  readonly per: 'window' | 'second';
}

export const summedRate = (expression: Expression): SummedRate => {
  if (expression.kind === 'call' && expression.name !== 'vector')
    throw new Untranslatable(
      `${expression.name}() is not summed, so that each series would be judged on its own, of each instance too; write sum by (...) (${expression.name}(...)) with the labels that you mean`,
    );
  if (expression.kind === 'selector')
    throw new Untranslatable(
      `${expression.metric} is compared as it is, like a gauge; events are counted, as in sum(rate(${expression.metric}[5m]))`,
    );
  const [inner] = expression.kind === 'aggregate' ? expression.args : [];
  if (expression.kind !== 'aggregate' || inner === undefined)
    throw new Untranslatable('expected sum(rate(...)) or sum(increase(...)), or one divided by another');
  if (expression.labels?.kind === 'without')
    throw new Untranslatable('without leaves labels that cannot be known from here; name the others with by');
  const [selector] = inner.kind === 'call' && (inner.name === 'rate' || inner.name === 'increase') ? inner.args : [];
  if (inner.kind !== 'call' || selector?.kind !== 'selector' || selector.rangeMs === undefined)
    throw new Untranslatable('expected a counter inside of sum(), as in sum(rate(payments_total[5m]))');
  return {
    selector,
    windowMs: selector.rangeMs,
    by: expression.labels?.names ?? [],
    per: inner.name === 'rate' ? 'second' : 'window',
  };
};
