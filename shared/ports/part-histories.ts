import type { PartHistories } from '../core/history/part-histories.ts';

/** Histories as they lie in the store. Every write names its writer and the revision it replaces. */
export interface StoredHistories {
  readonly histories: PartHistories;
  /** 0 where they were never saved. */
  readonly rev: number;
}

/** One item, read by each tick and written when a part is new, gone, or filled back further. */
export interface PartHistoryStore {
  /** Strongly consistent. Where they can't be made out, none at the revision that lies there. */
  read(): Promise<StoredHistories>;

  /**
   * Saves them as the next revision if `rev` is still the stored one; false if it is not. A repeated write that was applied
   * before counts as saved.
   */
  save(histories: PartHistories, rev: number, writer: string): Promise<boolean>;
}
