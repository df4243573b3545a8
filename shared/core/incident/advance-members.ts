import type { Guardrail } from '../guardrail/guardrail.ts';
import { limits } from '../limits.ts';
import { attributeOf, type GroupKey, WHOLE } from '../rollup/series.ts';
import { isActive, type Member } from './member.ts';
import type { Observations } from './observe.ts';
import type { RuleMark } from './state.ts';
import { transition } from './transition.ts';

export type Members = ReadonlyMap<GroupKey, Member>;

/** Members that the rule still judges: another kind judges none of the old ones, fewer attributes fewer groups. */
export const judgedMembers = (members: Members, guardrail: Guardrail, before: RuleMark | undefined): Members => {
  if (before !== undefined && before.kind !== guardrail.kind) return new Map();
  return new Map([...members].filter(([group]) => group === WHOLE || guardrail.by.includes(attributeOf(group))));
};

/** Each member by what was seen of it. At most {@link limits.membersPerState}: the item must stay below 400 KB. */
export const advanceMembers = (before: Members, observations: Observations): Members => {
  const after: [GroupKey, Member][] = [...before].filter(([group]) => !observations.has(group));
  for (const [group, seen] of observations) {
    const { member } = transition(before.get(group), seen);
    if (member !== undefined) after.push([group, member]);
  }
  if (after.length <= limits.membersPerState) return new Map(after);
  // Whoever keeps the incident open keeps a place, and those that had one before new ones.
  const rank = ([group, member]: [GroupKey, Member]): number =>
    isActive(member) ? (isActive(before.get(group)) ? 0 : 1) : member.status === 'pending' ? 2 : 3;
  return new Map(after.sort((left, right) => rank(left) - rank(right)).slice(0, limits.membersPerState));
};
