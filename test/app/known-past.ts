import { memoryRollups } from '../../shared/adapters/memory/rollups.ts';
import { memorySegments } from '../../shared/adapters/memory/segments.ts';
import { countRolled } from '../../shared/app/count-rolled.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { minuteTally } from '../../shared/core/rollup/merge-tallies.ts';
import { metricId, type Part } from '../../shared/core/rollup/part.ts';
import { encodeRollup } from '../../shared/core/rollup/encode-rollup.ts';
import { groupKey, type GroupedSeries, type Series, WHOLE } from '../../shared/core/rollup/series.ts';
import {
  addMinutes,
  type EpochMinute,
  epochMinute,
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
  startOf,
} from '../../shared/core/units.ts';
import type { Counted, MinuteRange } from '../../shared/ports/counts.ts';
import type { RollupStore, RollupUnit } from '../../shared/ports/rollups.ts';

/** A read of rollups, as the store saw it. */
export interface Read extends MinuteRange {
  /** `<metric id> <by>` */
  readonly part: string;
  readonly unit: RollupUnit;
}

export interface Past {
  count(guardrails: readonly Guardrail[], now: EpochMinute): Promise<Counted>;
  readonly reads: Read[];
}

/** What the store does not have. */
export type Unknown = (unit: RollupUnit, start: EpochMinute, part: Pick<Part, 'id' | 'by'>) => boolean;

const lengthOf: Readonly<Record<RollupUnit, number>> = { minute: 1, hour: MINUTES_PER_HOUR, day: MINUTES_PER_DAY };

/** Events of a minute. There is none without, so that a stretch that is left out, or counted twice, is seen. */
export const eventsOf = (minute: number): number => 1 + (minute % 7) + (minute % 11);

export const eventsIn = ({ from, to }: MinuteRange): number => {
  let events = 0;
  for (let minute = from; minute < to; minute = addMinutes(minute, 1)) events += eventsOf(minute);
  return events;
};

/** How many times the events of a minute each bank has, in the minutes from `start` on. */
export type Banks = (start: EpochMinute) => Readonly<Record<string, number>>;

const encoded = new Map<string, Uint8Array>();

/** The whole has its events, and each bank its own. A day is as large as the minutes in it, whether these are known or not. */
const dataOf = (by: string, start: EpochMinute, length: number, banks: Banks): Uint8Array => {
  const groups =
    by === ''
      ? { [WHOLE]: 1 }
      : Object.fromEntries(Object.entries(banks(start)).map(([bank, times]) => [groupKey(by, bank), times]));
  const name = `${JSON.stringify(groups)} ${start} ${length}`;
  const total = eventsIn({ from: start, to: addMinutes(start, length) });
  const data =
    encoded.get(name) ??
    encodeRollup({
      groups: new Map(Object.entries(groups).map(([group, times]) => [group, minuteTally(1, times * total)])),
    });
  encoded.set(name, data);
  return data;
};

/** All of time is sealed up to `now`, but for what is `unknown`. There is one bank where nothing else is said. */
export const aPast = (
  unknown: Unknown = () => false,
  sealedBefore = Number.POSITIVE_INFINITY,
  banks: Banks = () => ({ icbc: 1 }),
): Past => {
  const reads: Read[] = [];
  const store = (now: EpochMinute): RollupStore => ({
    ...memoryRollups(),
    sealedThrough: async () => epochMinute(Math.min(now, sealedBefore) - 1),
    read: async (part, unit, from, to) => {
      reads.push({ part: `${part.id} ${part.by}`, unit, from, to });
      const length = lengthOf[unit];
      const first = Math.ceil(from / length) * length;
      return Array.from({ length: Math.max(0, Math.ceil((to - first) / length)) }, (_, index) =>
        epochMinute(first + index * length),
      )
        .filter((start) => start + length <= now && !unknown(unit, start, part))
        .map((start) => ({ start, version: 1, data: dataOf(part.by, start, length, banks) }));
    },
  });
  return {
    reads,
    count: (guardrails, now) =>
      countRolled({ segments: memorySegments(), rollups: store(now) }).count(
        guardrails,
        { from: addMinutes(now, -MINUTES_PER_HOUR), to: now },
        startOf(now),
      ),
  };
};

/** An hour that is unknown leaves its day unknown, as sealing does. */
export const without = (...unknown: readonly EpochMinute[]): Unknown => {
  const hours = new Set<number>(unknown.map((minute) => Math.floor(minute / MINUTES_PER_HOUR)));
  const days = new Set<number>(unknown.map((minute) => Math.floor(minute / MINUTES_PER_DAY)));
  return (unit, start) =>
    (unit === 'hour' && hours.has(start / MINUTES_PER_HOUR)) || (unit === 'day' && days.has(start / MINUTES_PER_DAY));
};

export const seriesOf = (counted: Counted, { id }: Pick<Guardrail, 'id'>, group = WHOLE): Series => {
  const [series] = groupsOf(counted, id).get(group) ?? [];
  if (series === undefined) throw new Error(`${id}: no counts of ${group}`);
  return series;
};

export const groupsOf = ({ series }: Counted, id: string): GroupedSeries => series.get(id) ?? new Map();

/** What is told from `from` on, in stretches that begin there or later. */
export const toldFrom = ({ total, older = [] }: Pick<Series, 'total' | 'older'>, from = 0): number =>
  older.filter((bucket) => bucket.from >= from).reduce((sum, bucket) => sum + bucket.total, 0) +
  total.reduce((sum, count) => sum + count, 0);

export const idOf = ({ metrics: [metric] }: Guardrail): string => (metric === undefined ? '' : metricId(metric));
