import type { EncodedSegment } from '../core/segment/encoded-segment.ts';
import type { EpochMinute, EpochMs } from '../core/units.ts';

/** Where segments are kept: written once under a name that their content gives them, never changed. */
export interface SegmentStore {
  /**
   * Writes each segment on its own and waits for every write to end, so that none is left floating when the caller
   * answers. Writing one again is the same as having written it once. `signal` gives up what is still under way.
   */
  put(segments: readonly EncodedSegment[], signal?: AbortSignal): Promise<PutOutcome>;

  /**
   * Every segment of the minutes `from` to `to - 1` that has not expired at `asOf`, strongly consistent and whole: it
   * throws rather than answer with a part. Minutes come in order; the segments of one in no particular order.
   */
  read(from: EpochMinute, to: EpochMinute, asOf: EpochMs): AsyncIterable<MinuteSegments>;
}

export interface PutOutcome {
  readonly stored: number;
  /** One error for each segment that may not have been stored. */
  readonly failures: readonly unknown[];
}

export type StoredSegment = Pick<EncodedSegment, 'id' | 'minute' | 'version' | 'data'>;

export interface MinuteSegments {
  readonly minute: EpochMinute;
  readonly segments: readonly StoredSegment[];
}
