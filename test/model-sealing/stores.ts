import { memoryLateMarkers } from '../../shared/adapters/memory/late-markers.ts';
import { memoryPartHistories } from '../../shared/adapters/memory/part-histories.ts';
import { memoryRollups } from '../../shared/adapters/memory/rollups.ts';
import { memorySegments } from '../../shared/adapters/memory/segments.ts';
import type { EncodedSegment } from '../../shared/core/segment/encoded-segment.ts';
import type { LateMarker, LateMarkers } from '../../shared/ports/late-markers.ts';
import type { PartHistoryStore } from '../../shared/ports/part-histories.ts';
import type { RollupStore } from '../../shared/ports/rollups.ts';
import type { MinuteSegments, PutOutcome, SegmentStore } from '../../shared/ports/segments.ts';
import type { Invocation } from './invocation.ts';

export interface Stores {
  readonly segments: SegmentStore;
  readonly markers: LateMarkers;
  readonly rollups: RollupStore;
  readonly histories: PartHistoryStore;
}

export const emptyStores = (): Stores => ({
  segments: memorySegments(),
  markers: memoryLateMarkers(),
  rollups: memoryRollups(),
  histories: memoryPartHistories(),
});

/** The stores as an invocation sees them: what is written in parallel arrives item by item. */
export const storesOf = (invocation: Invocation, { segments, markers, rollups, histories }: Stores): Stores => ({
  rollups: invocation.through(rollups),
  histories: invocation.through(histories),
  segments: {
    put: (all) => each(all, (one: EncodedSegment) => invocation.call(() => segments.put([one]), true)),
    read: async function* (from, to, asOf) {
      const whole = async (): Promise<MinuteSegments[]> => {
        const minutes: MinuteSegments[] = [];
        for await (const minute of segments.read(from, to, asOf)) minutes.push(minute);
        return minutes;
      };
      yield* await invocation.call(whole, false);
    },
  },
  markers: {
    mark: (all) => each(all, (one: LateMarker) => invocation.call(() => markers.mark([one]), true)),
    read: (asOf, most) => invocation.call(() => markers.read(asOf, most), false),
    remove: (marker) => invocation.call(() => markers.remove(marker), true),
  },
});

const each = async <Item>(items: readonly Item[], write: (item: Item) => Promise<PutOutcome>): Promise<PutOutcome> => {
  const written = await Promise.allSettled(items.map(write));
  const failures = written.filter(({ status }) => status === 'rejected');
  return { stored: written.length - failures.length, failures };
};
