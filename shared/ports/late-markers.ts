import type { EpochMinute, EpochMs } from '../core/units.ts';
import type { PutOutcome } from './segments.ts';

/** Says that a segment of a minute that may be sealed by now is about to be written. */
export interface LateMarker {
  readonly minute: EpochMinute;
  readonly segment: string;
  /** On the clock of who wrote it, before the segment. */
  readonly writtenAt: EpochMs;
}

/** Late segments whose minutes have to be sealed again. */
export interface LateMarkers {
  /** Writes each on its own and waits for every write to end. Again for the same segment: its time is the later one. */
  mark(markers: readonly LateMarker[], signal?: AbortSignal): Promise<PutOutcome>;

  /** Those that wait, oldest minute first, at most `most`; strongly consistent, none that has expired at `asOf`. */
  read(asOf: EpochMs, most: number): Promise<readonly LateMarker[]>;

  /** Removes a marker unless it was written again since. */
  remove(marker: LateMarker): Promise<void>;
}
