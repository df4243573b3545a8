import type { ReadGuardrail, ReadRules } from '../guardrail/load.ts';
import { limits } from '../limits.ts';
import { countText } from '../message/format.ts';
import type { Found } from './finding.ts';

/**
 * More that is judged each minute than a tick is sure to have time and memory for. Nobody can say beforehand how many
 * merchants will come, so that it is as many as may be judged: what is deployed must hold on the day when they come.
 */
export const tooManySeries = ({ guardrails }: ReadRules): readonly Found[] => {
  const series = guardrails.map(seriesOf).reduce((sum, each) => sum + each, 0);
  if (series <= limits.series) return [];
  return [
    {
      severity: 'error',
      path: ['guardrails'],
      message:
        `expected at most ${countText(limits.series)} series (each guardrail as a whole, by up to ${limits.groupsPerAttribute} groups of each attribute, and (other)), ` +
        `got ${countText(series)}; say groups: 50 or fewer, leave attributes out of by, or deploy some of the guardrails as a stack of their own`,
    },
  ];
};

/** The whole, and of each attribute the groups and `(other)`. */
const seriesOf = (read: ReadGuardrail): number =>
  read.guardrail.by.reduce((sum, attribute) => sum + mostGroups(read, attribute) + 1, 1);

/** Fewer where the pattern names the values that count. */
const mostGroups = ({ raw, guardrail }: ReadGuardrail, attribute: string): number => {
  const named = new Map(Object.entries(raw.of ?? {})).get(attribute);
  const values = named === undefined ? [] : [named].flat();
  const isCounted = values.length > 0 && values.every((value) => typeof value !== 'object');
  const { groups = limits.groupsPerAttribute } = guardrail;
  return isCounted ? Math.min(values.length, groups) : groups;
};
