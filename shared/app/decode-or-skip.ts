import { decodeSegment } from '../core/segment/decode-segment.ts';
import type { Columns } from '../core/segment/columns.ts';
import { SegmentError } from '../core/segment/segment-error.ts';
import type { StoredSegment } from '../ports/segments.ts';

/** One broken segment must not blind every guardrail: it is left out, counted and alarmed. */
export const decodeOrSkip = (segment: StoredSegment): Columns | undefined => {
  try {
    return decodeSegment(segment);
  } catch (error) {
    if (error instanceof SegmentError) return undefined;
    throw error;
  }
};
