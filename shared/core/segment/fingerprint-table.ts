/**
 * From a fingerprint to the row where it was first seen: a hash table of plain numbers with linear probing.
 * A `Map` would need one key for 64 bits, and a string or BigInt per event costs more than all the counting.
 * The slots hold rows only, and the fingerprints lie by row: probes are what costs, and hit a third of the memory so.
 */
export class FingerprintTable {
  readonly #mask: number;
  /** Row + 1; 0 is an empty slot. */
  readonly #slots: Uint32Array;
  /** By row. */
  readonly #high: Uint32Array;
  readonly #low: Uint32Array;
  size = 0;

  /** `rows`: all that are added lie below, from 0 on. */
  constructor(rows: number) {
    // At most half full, so that a probe ends after two slots on average.
    const slots = 2 ** Math.ceil(Math.log2(Math.max(8, rows * 2)));
    this.#mask = slots - 1;
    this.#slots = new Uint32Array(slots);
    this.#high = new Uint32Array(rows);
    this.#low = new Uint32Array(rows);
  }

  /** Remembers `row` for a fingerprint not seen before; answers the row that the fingerprint is known by. */
  add(high: number, low: number, row: number): number {
    const slot = this.#slotOf(high, low);
    const known = this.#slots[slot] ?? 0;
    if (known !== 0) return known - 1;
    this.#set(slot, high, low, row);
    this.size++;
    return row;
  }

  replace(high: number, low: number, row: number): void {
    this.#set(this.#slotOf(high, low), high, low, row);
  }

  #set(slot: number, high: number, low: number, row: number): void {
    if (row >= this.#low.length) throw new RangeError(`row ${row}: expected one of ${this.#low.length}`);
    this.#slots[slot] = row + 1;
    this.#high[row] = high;
    this.#low[row] = low;
  }

  #slotOf(high: number, low: number): number {
    let slot = low & this.#mask;
    for (;;) {
      const row = (this.#slots[slot] ?? 0) - 1;
      if (row === -1 || (this.#low[row] === low && this.#high[row] === high)) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }
}
