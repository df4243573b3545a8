import { decodeHistories, encodeHistories } from '../../core/history/histories-codec.ts';
import { noHistories, type PartHistories } from '../../core/history/part-histories.ts';
import type { PartHistoryStore, StoredHistories } from '../../ports/part-histories.ts';

export const memoryPartHistories = (): PartHistoryStore => {
  let stored: { readonly text: string; readonly rev: number; readonly writer: string } | undefined;
  return {
    read: async (): Promise<StoredHistories> =>
      stored === undefined
        ? { histories: noHistories, rev: 0 }
        : { histories: decodeHistories(stored.text), rev: stored.rev },

    save: async (histories: PartHistories, rev: number, writer: string): Promise<boolean> => {
      if ((stored?.rev ?? 0) !== rev) {
        if (stored === undefined) throw new Error('SEAL PARTS: the item that a write ran into is gone');
        return stored.writer === writer && stored.rev === rev + 1;
      }
      // Through the codec, so that nothing is shared with the caller and what does not survive JSON shows here too.
      stored = { text: encodeHistories(histories), rev: rev + 1, writer };
      return true;
    },
  };
};
