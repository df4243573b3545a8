import { didYouMean, nearest } from '../../../shared/core/guardrail/nearest.ts';
import type { KnownValues } from './known-values.ts';
import type { ChangeLine } from '../lines/line.ts';
import { LineFault } from '../lines/scanner.ts';
import type { Problems } from './problems.ts';
import type { Placed } from '../scenario.ts';

/** A condition that no event can meet changes nothing, and looks like a guardrail that sees nothing. */
export const checkConditions = (
  changes: readonly Placed<ChangeLine>[],
  known: KnownValues,
  problems: Problems,
  textOf: (index: number) => string,
): void => {
  for (const { where, index } of changes) {
    problems.read(['events', index], textOf(index), () => {
      for (const { name, anyOf, offset } of where) {
        const values = known.get(name);
        if (values === undefined)
          throw new LineFault(offset, `no event has ${name}${didYouMean(nearest(name, [...known.keys()]))}`);
        const lost = anyOf.find((value) => !values.has(value));
        if (lost !== undefined)
          throw new LineFault(offset, `no event has ${name}=${lost}${didYouMean(nearest(lost, [...values]))}`);
      }
    });
  }
};
