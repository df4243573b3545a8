import { memoryRollups } from '../../shared/adapters/memory/rollups.ts';
import { memorySegments } from '../../shared/adapters/memory/segments.ts';
import { countRaw } from '../../shared/app/count-raw.ts';
import { type CountDependencies, countRolled } from '../../shared/app/count-rolled.ts';
import { Sealer } from '../../shared/app/sealer.ts';
import type { PaymentEvent } from '../../shared/core/event/event.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { partsOf } from '../../shared/core/rollup/part.ts';
import type { GroupedSeries, Series } from '../../shared/core/rollup/series.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMinutes, type EpochMinute } from '../../shared/core/units.ts';
import type { AlwaysCounted, Counted, Counts } from '../../shared/ports/counts.ts';
import { THIS_MINUTE } from '../support/builders.ts';
import { at } from '../support/world.ts';

/** Minutes of events, counted from the beginning of the test's world, of which the first are sealed. */
export interface SealedMinutes extends CountDependencies {
  put(events: readonly PaymentEvent[]): Promise<void>;
  /** The next minute of `from`, which the cursor then stands on. */
  seal(minute: number): Promise<void>;
  /** A minute that was sealed before, from what lies there now. */
  sealAgain(minute: number): Promise<void>;
  /** The minutes `from` to `to - 1`, as a tick at `to` counts them, and from raw alone. */
  rolled(from: number, to: number, always?: AlwaysCounted, by?: Counts): Promise<Counted>;
  raw(from: number, to: number): Promise<Counted>;
}

export const sealedMinutes = (guardrails: readonly Guardrail[]): SealedMinutes => {
  const deps = { segments: memorySegments(), rollups: memoryRollups() };
  const parts = partsOf(guardrails);
  const minute = (offset: number): EpochMinute => addMinutes(THIS_MINUTE, offset);
  const range = (from: number, to: number) => ({ from: minute(from), to: minute(to) });
  return {
    ...deps,
    put: async (events) => {
      if (events.length > 0) await deps.segments.put(encodeBatch(events).segments);
    },
    seal: async (offset) => {
      await new Sealer(deps, parts, at(offset + 1), `seal-${offset}`).sealFirst(minute(offset));
      await deps.rollups.advance(minute(offset), await deps.rollups.sealedThrough(), 'w');
    },
    sealAgain: async (offset) => {
      await new Sealer(deps, parts, at(offset + 1), `again-${offset}-${++writers}`).sealAgain(minute(offset));
    },
    rolled: (from, to, always, by = countRolled(deps)) => by.count(guardrails, range(from, to), at(to), always),
    raw: (from, to) => countRaw(deps.segments).count(guardrails, range(from, to), at(to)),
  };
};

let writers = 0;

export const groupsOf = ({ series }: Counted, { id }: Pick<Guardrail, 'id'>): GroupedSeries =>
  series.get(id) ?? new Map();

/** What was counted minute by minute, without what is told of hours and weeks. */
export const minutesOf = (groups: GroupedSeries): ReadonlyMap<string, readonly Series[]> =>
  new Map(
    [...groups].map(([group, metrics]) => [
      group,
      metrics.map(({ from, bad, total, value, latencies }) => ({
        from,
        bad,
        total,
        ...(value === undefined ? undefined : { value }),
        ...(latencies === undefined ? undefined : { latencies }),
      })),
    ]),
  );
