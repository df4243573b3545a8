import type { Part } from '../../shared/core/rollup/part.ts';
import { addMinutes, type EpochMinute } from '../../shared/core/units.ts';
import type { RollupStore, RollupUnit, StoredRollup } from '../../shared/ports/rollups.ts';

type PartKey = Pick<Part, 'id' | 'by'>;

export interface ReplayRollups extends RollupStore {
  /** Drops those of a unit that start before this minute. */
  forget(unit: RollupUnit, before: EpochMinute): void;
}

/**
 * The rollups of a replay. Unlike the twin of the table they can be forgotten, so that a month takes no more memory than what
 * is still looked at, and the same bytes are handed out again and again: nobody else is there who could change them.
 */
export const replayRollups = (): ReplayRollups => {
  const parts = new Map<string, Map<EpochMinute, StoredRollup>>();
  let cursor: EpochMinute | undefined;
  const itemsOf = (part: PartKey, unit: RollupUnit): Map<EpochMinute, StoredRollup> => {
    const key = `${unit} ${part.id} ${part.by}`;
    const items = parts.get(key) ?? new Map<EpochMinute, StoredRollup>();
    parts.set(key, items);
    return items;
  };
  return {
    read: async (part, unit, from, to) => startsIn(itemsOf(part, unit), from, to),
    put: async (part, unit, { start, data }, version) => {
      const items = itemsOf(part, unit);
      if ((items.get(start)?.version ?? 0) !== version) return false;
      items.set(start, { start, version: version + 1, data });
      return true;
    },
    sealedThrough: async () => cursor,
    advance: async (through, from) => {
      if (cursor !== from || (from !== undefined && through < from)) return false;
      cursor = through;
      return true;
    },
    forget: (unit, before) => {
      for (const [key, items] of parts)
        if (key.startsWith(`${unit} `)) for (const start of items.keys()) if (start < before) items.delete(start);
    },
  };
};

/** By the shorter way: all minutes of a range are asked for, or all items whether they lie in it. */
const startsIn = (
  items: ReadonlyMap<EpochMinute, StoredRollup>,
  from: EpochMinute,
  to: EpochMinute,
): readonly StoredRollup[] => {
  if (to - from >= items.size)
    return [...items.values()]
      .filter(({ start }) => start >= from && start < to)
      .sort((left, right) => left.start - right.start);
  const found: StoredRollup[] = [];
  for (let start = from; start < to; start = addMinutes(start, 1)) {
    const item = items.get(start);
    if (item !== undefined) found.push(item);
  }
  return found;
};
