import { enterParts, type PartHistories, type PartName, settleParts } from '../core/history/part-histories.ts';
import type { EpochMinute } from '../core/units.ts';
import type { PartHistoryStore, StoredHistories } from '../ports/part-histories.ts';

/**
 * The histories of parts in the hands of one evaluator. They say too little rather than too much: whoever moves the cursor
 * has read them after it, has taken out what it does not seal, and says of a new part that it is known only once the cursor
 * was moved. Where another evaluator saved in between, this one leaves them as they are for the rest of its tick.
 */
export class HistoryKeeper {
  readonly #store: PartHistoryStore;
  readonly #names: readonly PartName[];
  readonly #writer: string;
  #stored: StoredHistories;
  #isOvertaken = false;

  private constructor(store: PartHistoryStore, names: readonly PartName[], writer: string, stored: StoredHistories) {
    this.#store = store;
    this.#names = names;
    this.#writer = writer;
    this.#stored = stored;
  }

  /** Reads them; the cursor must have been read before. `names`: of the parts that this evaluator seals. */
  static async open(store: PartHistoryStore, names: readonly PartName[], writer: string): Promise<HistoryKeeper> {
    return new HistoryKeeper(store, names, writer, await store.read());
  }

  get histories(): PartHistories {
    return this.#stored.histories;
  }

  /** Whether another evaluator saved since they were read. */
  get isOvertaken(): boolean {
    return this.#isOvertaken;
  }

  /** False: the cursor must not be moved. */
  enter(afterGap: boolean): Promise<boolean> {
    return this.save(enterParts(this.histories, this.#names, afterGap));
  }

  /** What entered is known from `first` on, to which this evaluator moved the cursor. */
  settle(first: EpochMinute): Promise<boolean> {
    return this.save(settleParts(this.histories, first));
  }

  /** False: nothing was saved, nor will be. */
  async save(histories: PartHistories): Promise<boolean> {
    if (this.#isOvertaken) return false;
    if (histories === this.histories) return true;
    const { rev } = this.#stored;
    this.#isOvertaken = !(await this.#store.save(histories, rev, this.#writer));
    if (!this.#isOvertaken) this.#stored = { histories, rev: rev + 1 };
    return !this.#isOvertaken;
  }

  /** Whether there is none that another evaluator seals and this one does not, as where a deployment changes the rules. */
  async areAllOurs(): Promise<boolean> {
    const ours = new Set(this.#names);
    const { histories } = await this.#store.read();
    return [...histories.parts.keys(), ...histories.entering].every((name) => ours.has(name));
  }
}
