import type { EncodedSegment } from '../../shared/core/segment/encoded-segment.ts';
import type { EpochMinute } from '../../shared/core/units.ts';

/** A minute of the replay: what comes in it, and then it ends. Beats follow each other without a gap. */
export interface Beat {
  readonly minute: EpochMinute;
  /** Events of this minute, and those of earlier ones that come late. */
  readonly segments: readonly EncodedSegment[];
}
