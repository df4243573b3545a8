/**
 * From a fingerprint to the row where it was first seen: a hash table of plain numbers with linear probing.
 * A `Map` would need one key for 64 bits, and a string or BigInt per event costs more than all the counting.
 */
export class FingerprintTable {
  readonly #mask: number;
  readonly #high: Uint32Array;
  readonly #low: Uint32Array;
  /** Row + 1; 0 is an empty slot. */
  readonly #rows: Uint32Array;
  size = 0;

  /** `capacity`: as many fingerprints as will be added at most. */
  constructor(capacity: number) {
    // At most half full, so that a probe ends after two slots on average.
    const slots = 2 ** Math.ceil(Math.log2(Math.max(8, capacity * 2)));
    this.#mask = slots - 1;
    this.#high = new Uint32Array(slots);
    this.#low = new Uint32Array(slots);
    this.#rows = new Uint32Array(slots);
  }

  /** Remembers `row` for a fingerprint not seen before; answers the row that the fingerprint is known by. */
  add(high: number, low: number, row: number): number {
    const slot = this.#slotOf(high, low);
    const known = this.#rows[slot] ?? 0;
    if (known !== 0) return known - 1;
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#rows[slot] = row + 1;
    this.size++;
    return row;
  }

  replace(high: number, low: number, row: number): void {
    this.#rows[this.#slotOf(high, low)] = row + 1;
  }

  #slotOf(high: number, low: number): number {
    let slot = low & this.#mask;
    while (this.#rows[slot] !== 0 && (this.#low[slot] !== low || this.#high[slot] !== high))
      slot = (slot + 1) & this.#mask;
    return slot;
  }
}
