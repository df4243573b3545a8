import type { WriteStream } from 'node:tty';
import { countText } from '../../shared/core/message/format.ts';
import type { EpochMinute } from '../../shared/core/units.ts';
import { progressOn } from '../demo/progress.ts';
import type { Beat } from './beat.ts';
import { timeText } from './words.ts';

/** How far the reading of files is. */
export interface Read {
  readonly bytes: number;
  readonly ofBytes?: number | undefined;
  readonly events: number;
}

export interface BacktestProgress {
  /** The same beats; each is shown as it passes. */
  following(beats: AsyncIterable<Beat>, read?: () => Read): AsyncIterable<Beat>;
  clear(): void;
}

const SHOWN_EVERY_MS = 100;

/** On a terminal a line that is rewritten, at most ten times a second; in a pipe nothing. */
export const progressOf = (stream: Pick<WriteStream, 'isTTY' | 'write'>): BacktestProgress => {
  if (!stream.isTTY) return { following: (beats) => beats, clear: () => undefined };
  const progress = progressOn(stream);
  const began = performance.now();
  let shownAt = began;
  const show = (minute: EpochMinute, read: Read | undefined): void => {
    const now = performance.now();
    if (now - shownAt < SHOWN_EVERY_MS) return;
    shownAt = now;
    const events =
      read &&
      `${countText(read.events)} events, ${countText(Math.round((read.events * 1000) / (now - began)))} a second`;
    const text = [timeText(minute), ...(events === undefined ? [] : [events])].join('  ');
    if (read?.ofBytes === undefined) stream.write(`\r\u001B[2K${text}`);
    else progress.show(Math.min(read.bytes, read.ofBytes), Math.max(1, read.ofBytes), text);
  };
  return {
    following: async function* (beats, read) {
      for await (const beat of beats) {
        yield beat;
        show(beat.minute, read?.());
      }
    },
    clear: () => progress.clear(),
  };
};
