import { MOST_PARTS } from '../history/part-histories.ts';
import type { ReadRules } from '../guardrail/load.ts';
import { countText } from '../message/format.ts';
import { partsOf } from '../rollup/part.ts';
import type { Found } from './finding.ts';

/** More rollups a minute than the evaluator can keep track of. How many groups they will have nobody can say beforehand. */
export const tooManyParts = ({ guardrails }: ReadRules): readonly Found[] => {
  const parts = partsOf(guardrails.map(({ guardrail }) => guardrail)).length;
  return parts <= MOST_PARTS
    ? []
    : [
        {
          severity: 'error',
          path: ['guardrails'],
          message:
            `expected at most ${countText(MOST_PARTS)} counts (each metric as a whole and by each of its attributes), got ${countText(parts)}; ` +
            'leave attributes out of by, or deploy some of the guardrails as a stack of their own',
        },
      ];
};
