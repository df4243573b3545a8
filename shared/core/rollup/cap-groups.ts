import { foldTallies } from './merge-tallies.ts';
import { attributeOf, groupKey, type GroupKey, OTHER } from './series.ts';
import type { Tally } from './tally.ts';

/** Groups of an attribute that are stored. Ten times as many as are judged, so that those of one incident are among them. */
export const STORED_GROUPS = 2000;

/**
 * The `most` largest groups of one attribute by volume, then by key, in this order; the others become one group `(other)`,
 * at the end. A value that is itself called `(other)` belongs to the rest, however large.
 */
export const capGroups = (groups: ReadonlyMap<GroupKey, Tally>, most: number = STORED_GROUPS): Map<GroupKey, Tally> => {
  const ranked = [...groups].sort(
    ([leftKey, left], [rightKey, right]) => right.total - left.total || (leftKey < rightKey ? -1 : 1),
  );
  const named = ranked.filter((entry) => !isOther(entry));
  const rest = [...named.slice(most), ...ranked.filter(isOther)];
  const kept = new Map(named.slice(0, most));
  const [first] = rest;
  if (first === undefined) return kept;
  // The minutes of the busiest group: all of those that had events, or nearly.
  const span = ranked.reduce((longest, [, { minutes }]) => Math.max(longest, minutes), 0);
  return kept.set(
    groupKey(attributeOf(first[0]), OTHER),
    foldTallies(
      rest.map(([, tally]) => tally),
      span,
    ),
  );
};

const isOther = ([key]: readonly [GroupKey, Tally]): boolean => key === groupKey(attributeOf(key), OTHER);
