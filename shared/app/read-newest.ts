import { dedupe, type DistinctMinute } from '../core/segment/dedupe.ts';
import { addMinutes, type EpochMinute, type EpochMs } from '../core/units.ts';
import type { MinuteSegments, SegmentStore } from '../ports/segments.ts';
import { decodeOrSkip } from './decode-or-skip.ts';

/** As many minutes as the store reads in one round. */
const MOST_MINUTES = 10;
/** Compressed bytes read ahead, some 400 000 events: a reader that stops early has not read an hour for nothing. */
const BLOCK_BYTES = 8_000_000;

/** Takes the distinct events of minutes, newest first; asked again before each minute whether it wants any. */
export interface MinuteReader {
  wants(minute: EpochMinute): boolean;
  add(minute: EpochMinute, distinct: DistinctMinute): void;
}

export interface MinuteSpan {
  readonly from: EpochMinute;
  readonly to: EpochMinute;
}

/**
 * Reads the minutes `from` to `to - 1` backwards and decodes one at a time, each once for all readers; minutes that none
 * wants are not read. The store answers in order, so that a few minutes are held as bytes. Throws where the store does.
 */
export const readNewestFirst = async (
  segments: SegmentStore,
  { from, to }: MinuteSpan,
  readers: readonly MinuteReader[],
  asOf: EpochMs,
): Promise<void> => {
  let most = 1;
  let end = to;
  while (end > from) {
    const wanted = (minute: EpochMinute): boolean => readers.some((reader) => reader.wants(minute));
    if (!wanted(addMinutes(end, -1))) {
      end = addMinutes(end, -1);
      continue;
    }
    let start = addMinutes(end, -1);
    while (start > from && end - start < most && wanted(addMinutes(start, -1))) start = addMinutes(start, -1);
    const block = await readBlock(segments, start, end, asOf);
    for (const { minute, segments: stored } of block.toReversed()) {
      const takers = readers.filter((reader) => reader.wants(minute));
      if (takers.length === 0) continue;
      // In an order of their own: where a reader is full within the minute, a replay must find the same events.
      const inOrder = [...stored].sort((left, right) => (left.id < right.id ? -1 : 1));
      const distinct = dedupe(inOrder.map(decodeOrSkip).filter((columns) => columns !== undefined));
      for (const reader of takers) reader.add(minute, distinct);
    }
    most = nextBlock(block, end - start);
    end = start;
  }
};

const readBlock = async (
  segments: SegmentStore,
  from: EpochMinute,
  to: EpochMinute,
  asOf: EpochMs,
): Promise<MinuteSegments[]> => {
  const block: MinuteSegments[] = [];
  for await (const minute of segments.read(from, to, asOf)) block.push(minute);
  return block;
};

/** Twice as many minutes as before, as far as they stay within the bytes if they are like these. */
const nextBlock = (block: readonly MinuteSegments[], minutes: number): number => {
  const bytes = block.reduce((sum, { segments }) => segments.reduce((part, { data }) => part + data.length, sum), 0);
  const fitting = bytes === 0 ? MOST_MINUTES : Math.floor((BLOCK_BYTES * minutes) / bytes);
  return Math.max(1, Math.min(MOST_MINUTES, 2 * minutes, fitting));
};
