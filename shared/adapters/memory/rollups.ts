import type { Part } from '../../core/rollup/part.ts';
import { retention } from '../../core/retention.ts';
import { addMinutes, addMs, type EpochMinute, type EpochMs, startOf } from '../../core/units.ts';
import type { RollupStore, RollupUnit, StoredRollup } from '../../ports/rollups.ts';

type PartKey = Pick<Part, 'id' | 'by'>;

interface Item {
  readonly rollup: StoredRollup;
  readonly writer: string;
}

export const memoryRollups = (): RollupStore => {
  const parts = new Map<string, Map<EpochMinute, Item>>();
  let cursor: { readonly through: EpochMinute; readonly writer: string } | undefined;
  return {
    read: async (
      part: PartKey,
      unit: RollupUnit,
      from: EpochMinute,
      to: EpochMinute,
      asOf: EpochMs,
    ): Promise<readonly StoredRollup[]> => {
      const keep = unit === 'minute' ? retention.minuteRollup : retention.longRollup;
      const items = parts.get(keyOf(part, unit)) ?? new Map<EpochMinute, Item>();
      return startsIn(items, from, to)
        .map((start) => items.get(start)?.rollup)
        .filter((rollup) => rollup !== undefined)
        .filter(({ start }) => addMs(startOf(start), keep) > asOf)
        .map(copyOf);
    },

    put: async (
      part: PartKey,
      unit: RollupUnit,
      { start, data }: Pick<StoredRollup, 'start' | 'data'>,
      version: number,
      writer: string,
    ): Promise<boolean> => {
      const key = keyOf(part, unit);
      const items = parts.get(key) ?? new Map<EpochMinute, Item>();
      const found = items.get(start);
      if ((found?.rollup.version ?? 0) === version) {
        items.set(start, { rollup: copyOf({ start, version: version + 1, data }), writer });
        parts.set(key, items);
        return true;
      }
      if (found === undefined) throw new Error(`ROLL ${key} ${start}: the item that a write ran into is gone`);
      return found.writer === writer && found.rollup.version === version + 1;
    },

    sealedThrough: async (): Promise<EpochMinute | undefined> => cursor?.through,

    advance: async (through: EpochMinute, from: EpochMinute | undefined, writer: string): Promise<boolean> => {
      if (from !== undefined && through < from) return false;
      if (cursor?.through !== from) {
        if (cursor === undefined) throw new Error('SEAL: the item that a write ran into is gone');
        return cursor.through === through && cursor.writer === writer;
      }
      cursor = { through, writer };
      return true;
    },
  };
};

const keyOf = ({ id, by }: PartKey, unit: RollupUnit): string => `${unit}#${id}#${by}`;

/** By the shorter way: all minutes of a range are asked for, or all items whether they lie in it. */
const startsIn = (items: ReadonlyMap<EpochMinute, Item>, from: EpochMinute, to: EpochMinute): EpochMinute[] =>
  to - from < items.size
    ? Array.from({ length: Math.max(0, to - from) }, (_, index) => addMinutes(from, index))
    : [...items.keys()].filter((start) => start >= from && start < to).sort((left, right) => left - right);

/** So that nothing is shared with the caller: a stored item does not change with the bytes it was made of. */
const copyOf = ({ start, version, data }: StoredRollup): StoredRollup => ({ start, version, data: data.slice() });
