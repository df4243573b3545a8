import type { Fault } from './fault.ts';
import type { RawRate } from './schema.ts';

/** What an objective says itself, or what its levels leave no room for. */
const instead = new Map<string, string>([
  ['critical', 'its levels follow from its error budget; burn: says others'],
  ['warning', 'its levels follow from its error budget; burn: says others'],
  ['recover', 'it is clear once no more than its budget is spent'],
  ['baseline', 'what it promises is the limit'],
  ['weight', 'its error budget is counted in events'],
  ['currency', 'its error budget is counted in events'],
  ['window', 'it is judged over the windows of its burn rates'],
  ['minEvents', 'what is proven needs none'],
  ['for', 'it is judged over the windows of its burn rates'],
  ['keepFiringFor', 'it is judged over the windows of its burn rates'],
]);

/** Keys that don't go with an objective. */
export const besideObjective = (raw: RawRate): Fault[] => {
  const keys = new Map(Object.entries(raw));
  const faults = [...instead]
    .filter(([key]) => keys.get(key) !== undefined)
    .map(([key, reason]): Fault => ({ path: [key], message: `expected none beside objective: ${reason}` }));
  if (raw.evidence === 'none')
    faults.push({
      path: ['evidence'],
      message: 'expected breach and clear, or nothing, beside objective, got none: a burn rate is proven',
    });
  return faults;
};
