import type { PaymentEvent } from '../event/event.ts';
import type { DictionaryColumn } from './columns.ts';
import { DictionaryBuilder } from './dictionary-builder.ts';

/**
 * One dictionary for each name of an attribute. A producer writes its attributes in the same order each time, so that the
 * name at a place is mostly the one that was there before, and need not be looked up.
 */
export class AttributeBuilders {
  readonly #count: number;
  readonly #builderOf = new Map<string, DictionaryBuilder>();
  readonly #places: { readonly name: string; readonly builder: DictionaryBuilder }[] = [];

  constructor(count: number) {
    this.#count = count;
  }

  set(row: number, attributes: PaymentEvent['attributes']): void {
    let place = 0;
    // Not over keys: their list, and a look-up by each of them, would be half of what this costs.
    for (const name in attributes) {
      const value = attributes[name];
      if (value !== undefined) this.#at(place++, name).set(row, value);
    }
  }

  /** By name, in the order of names: the same events are the same bytes, however their attributes are ordered. */
  build(): ReadonlyMap<string, DictionaryColumn> {
    return new Map(
      [...this.#builderOf]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([name, builder]) => [name, builder.build()]),
    );
  }

  #at(place: number, name: string): DictionaryBuilder {
    const before = this.#places[place];
    if (before?.name === name) return before.builder;
    let builder = this.#builderOf.get(name);
    if (builder === undefined) this.#builderOf.set(name, (builder = new DictionaryBuilder(this.#count)));
    this.#places[place] = { name, builder };
    return builder;
  }
}
