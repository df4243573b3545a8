import type { Item } from './item-size.ts';

/** The items of one partition by their sort key. Nearly all come in order, so that adding one is cheap. */
export class SortedPartition {
  readonly #keys: string[] = [];
  readonly #items = new Map<string, Item>();

  get(sk: string): Item | undefined {
    return this.#items.get(sk);
  }

  set(sk: string, item: Item): void {
    if (!this.#items.has(sk)) this.#keys.splice(this.#place(sk), 0, sk);
    this.#items.set(sk, item);
  }

  delete(sk: string): void {
    if (this.#items.delete(sk)) this.#keys.splice(this.#place(sk), 1);
  }

  *between(first: string, last: string): Iterable<Item> {
    for (let place = this.#place(first); place < this.#keys.length; place++) {
      const key = this.#keys[place] ?? '';
      if (key > last) return;
      const item = this.#items.get(key);
      if (item !== undefined) yield item;
    }
  }

  /** Of the first key that is not below `sk`. */
  #place(sk: string): number {
    let [low, high] = [0, this.#keys.length];
    if (high > 0 && (this.#keys[high - 1] ?? '') < sk) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#keys[middle] ?? '') < sk) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
