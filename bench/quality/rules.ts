import { parapet } from './parapet.ts';
import type { Rule } from './rule.ts';
import { datapoints, rateFor, rateOfAtLeast, wilson } from './usual-rules.ts';

/** What a user would do instead. */
export const usualRules: ReadonlyMap<string, Rule> = new Map([
  ['3 of 3', datapoints(3, 3)],
  ['3 of 5', datapoints(3, 5)],
  ['5 min for 2 min', rateFor(5, 2)],
  ['5 min, 50 events', rateOfAtLeast(5, 50)],
  ['Wilson', wilson(10, 2.58)],
]);

export const PARAPET = 'Parapet';
export const CUSUM = 'CUSUM';

/** All that need no tuning, in the order of the tables. */
export const untunedRules: ReadonlyMap<string, Rule> = new Map([...usualRules, [PARAPET, parapet]]);
export const ruleNames: readonly string[] = [...usualRules.keys(), CUSUM, PARAPET];
