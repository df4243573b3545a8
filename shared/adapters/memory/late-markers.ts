import { retention } from '../../core/retention.ts';
import { addMs, type EpochMs, startOf } from '../../core/units.ts';
import type { LateMarker, LateMarkers } from '../../ports/late-markers.ts';
import type { PutOutcome } from '../../ports/segments.ts';

export const memoryLateMarkers = (): LateMarkers => {
  const stored = new Map<string, LateMarker>();
  return {
    mark: async (markers: readonly LateMarker[]): Promise<PutOutcome> => {
      for (const { minute, segment, writtenAt } of markers) {
        const key = keyOf({ minute, segment });
        const found = stored.get(key);
        if (found === undefined || found.writtenAt < writtenAt) stored.set(key, { minute, segment, writtenAt });
      }
      return { stored: markers.length, failures: [] };
    },

    read: async (asOf: EpochMs, most: number): Promise<readonly LateMarker[]> =>
      [...stored.values()]
        .filter(({ minute }) => addMs(startOf(minute), retention.segment) > asOf)
        .sort((left, right) => left.minute - right.minute || (left.segment < right.segment ? -1 : 1))
        .slice(0, most),

    remove: async (marker: LateMarker): Promise<void> => {
      const key = keyOf(marker);
      if (stored.get(key)?.writtenAt === marker.writtenAt) stored.delete(key);
    },
  };
};

const keyOf = ({ minute, segment }: Pick<LateMarker, 'minute' | 'segment'>): string => `${minute}#${segment}`;
