import { lateMarkerRanges, segmentRanges } from '../../../shared/adapters/dynamodb/keys.ts';
import { memoryLateMarkers } from '../../../shared/adapters/memory/late-markers.ts';
import { memoryPartHistories } from '../../../shared/adapters/memory/part-histories.ts';
import { type Part, partsOf } from '../../../shared/core/rollup/part.ts';
import { encodeRollup } from '../../../shared/core/rollup/encode-rollup.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import {
  addMinutes,
  dayOf,
  type EpochMinute,
  hourOf,
  minuteOf,
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
} from '../../../shared/core/units.ts';
import type { LateMarkers } from '../../../shared/ports/late-markers.ts';
import type { PartHistoryStore } from '../../../shared/ports/part-histories.ts';
import type { RollupStore, RollupUnit } from '../../../shared/ports/rollups.ts';
import type { SegmentStore } from '../../../shared/ports/segments.ts';
import type { Asked, RawRead, RollupRead, RollupWrite } from './asked.ts';

export interface AskingStores {
  readonly rollups: RollupStore;
  readonly segments: SegmentStore;
  readonly histories: PartHistoryStore;
  readonly markers: LateMarkers;
  /** What was asked since it was last taken. */
  take(): Asked;
}

const LENGTHS: Readonly<Record<RollupUnit, number>> = { minute: 1, hour: MINUTES_PER_HOUR, day: MINUTES_PER_DAY };
const NOTHING = encodeRollup({ groups: new Map() });

/** Stores that hold every rollup up to `sealed`, all of them empty, and write down what is asked of them. */
export const askingStores = (guardrails: readonly Guardrail[], sealed: EpochMinute): AskingStores => {
  const parts = new Map(partsOf(guardrails).map((part) => [keyOf(part), part]));
  const partOf = (key: Pick<Part, 'id' | 'by'>): Part => {
    const part = parts.get(keyOf(key));
    if (part === undefined) throw new Error(`${keyOf(key)}: expected a part of these guardrails`);
    return part;
  };
  /** The last of each unit that is there. */
  const known: Record<RollupUnit, EpochMinute> = {
    minute: sealed,
    hour: addMinutes(hourOf(addMinutes(sealed, 1)), -MINUTES_PER_HOUR),
    day: addMinutes(dayOf(addMinutes(sealed, 1)), -MINUTES_PER_DAY),
  };
  let cursor = sealed;
  let asked = nothingYet();

  const rollups: RollupStore = {
    read: async (part, unit, from, to) => {
      const starts: EpochMinute[] = [];
      const length = LENGTHS[unit];
      const first = addMinutes(from, (length - (from % length)) % length);
      for (let start = first; start < to && start <= known[unit]; start = addMinutes(start, length)) starts.push(start);
      if (from < to) asked.rollupReads.push({ part: partOf(part), unit, items: starts.length });
      return starts.map((start) => ({ start, version: 1, data: NOTHING }));
    },
    put: async (part, unit, { start }) => {
      asked.rollupWrites.push({ part: partOf(part), unit });
      if (start > known[unit]) known[unit] = start;
      return true;
    },
    sealedThrough: async () => {
      asked.smallReads++;
      return cursor;
    },
    advance: async (through) => {
      asked.smallWrites++;
      cursor = through;
      return true;
    },
  };
  const segments: SegmentStore = {
    put: () => Promise.reject(new Error('expected no tick to store segments')),
    // oxlint-disable-next-line require-yield -- there are none
    read: async function* (from, to) {
      asked.rawReads.push({ minutes: to - from, queries: segmentRanges(from, to).length });
    },
  };
  const histories = memoryPartHistories();
  const markers = memoryLateMarkers();
  return {
    rollups,
    segments,
    histories: {
      read: () => {
        asked.smallReads++;
        return histories.read();
      },
      save: (...args) => {
        asked.smallWrites++;
        return histories.save(...args);
      },
    },
    markers: {
      mark: (marked) => {
        asked.smallWrites += marked.length;
        return markers.mark(marked);
      },
      read: (asOf, most) => {
        asked.smallReads += lateMarkerRanges(minuteOf(asOf)).length;
        return markers.read(asOf, most);
      },
      remove: (marker) => {
        asked.smallWrites++;
        return markers.remove(marker);
      },
    },
    take: () => {
      const taken = asked;
      asked = nothingYet();
      return taken;
    },
  };
};

const keyOf = ({ id, by }: Pick<Part, 'id' | 'by'>): string => `${id} ${by}`;

interface Asking {
  readonly rollupReads: RollupRead[];
  readonly rollupWrites: RollupWrite[];
  readonly rawReads: RawRead[];
  smallReads: number;
  smallWrites: number;
}

const nothingYet = (): Asking => ({
  rollupReads: [],
  rollupWrites: [],
  rawReads: [],
  smallReads: 0,
  smallWrites: 0,
});
