import { dictionaryColumn } from '../guardrail/select.ts';
import { BAD, NOT_COUNTED } from '../rollup/classify.ts';
import { type Columns, dictionaryFields, type DictionaryColumn, numberFields } from '../segment/columns.ts';
import { startOf } from '../units.ts';
import type { EventTable, Marginal, Reference } from './event-table.ts';
import { grown, GrowingAttribute } from './growing-attribute.ts';

/** Rows of a table: some 6 MB with sixteen attributes. The search over them takes a fraction of a second. */
export const SAMPLE_ROWS = 100_000;
/** Attributes come from outside, up to 16 an event and each event others: the first so many are searched. */
const MOST_ATTRIBUTES = 32;
/** Rows of events whose id is known and that may be shown; the newest come first. */
const MOST_EXAMPLES = 2_000;

/** A bad event whose id was kept. */
export interface SampleExample {
  readonly row: number;
  /** Of the rows that were marked. */
  readonly marked: boolean;
  readonly id: string;
  readonly time: number;
}

/**
 * Collects events into a table, newest minute first, and then counts the events from before the incident by the table's
 * values. Of an event only its attributes and its source are searched; `leftOut` are those that tell how and not who.
 */
export class Sample {
  readonly examples: SampleExample[] = [];
  readonly #leftOut: ReadonlySet<string>;
  readonly #capacity: number;
  readonly #attributes = new Map<string, GrowingAttribute>();
  #bad = new Uint8Array(1024);
  #rows = 0;
  readonly #marked = { bad: 0, total: 0 };
  #marginals: Map<string, Marginal> | undefined;
  #before = { bad: 0, total: 0 };

  constructor(leftOut: ReadonlySet<string>, capacity: number = SAMPLE_ROWS) {
    this.#leftOut = leftOut;
    this.#capacity = capacity;
  }

  get rows(): number {
    return this.#rows;
  }

  get isFull(): boolean {
    return this.#rows >= this.#capacity;
  }

  /** Of the rows, those that were marked when they were added. */
  get marked(): { readonly bad: number; readonly total: number } {
    return this.#marked;
  }

  /** Adds the rows that are counted, as far as there is room. */
  add(columns: Columns, kinds: Uint8Array, marks: Uint8Array): void {
    const rows: number[] = [];
    for (let row = 0; row < kinds.length && this.#rows + rows.length < this.#capacity; row++)
      if (kinds[row] !== NOT_COUNTED) rows.push(row);
    const start = this.#rows;
    this.#rows += rows.length;
    if (this.#bad.length < this.#rows) this.#bad = grown(this.#bad, this.#rows, (length) => new Uint8Array(length));
    for (const [index, row] of rows.entries()) {
      const isBad = kinds[row] === BAD;
      if (isBad) this.#bad[start + index] = 1;
      if (marks[row] !== 1) continue;
      this.#marked.total++;
      if (isBad) this.#marked.bad++;
    }
    for (const [name, column] of this.#searched(columns)) this.#attributeOf(name)?.add(column, rows, start);
    for (const { row, id } of columns.examples) {
      const index = rows.indexOf(row);
      if (index < 0 || kinds[row] !== BAD || this.examples.length >= MOST_EXAMPLES) continue;
      const time = startOf(columns.minute) + (columns.offsetMs[row] ?? 0);
      this.examples.push({ row: start + index, marked: marks[row] === 1, id, time });
    }
  }

  /** Counts rows from before the incident. No more rows are added after the first of these. */
  addBefore(columns: Columns, kinds: Uint8Array): void {
    this.#marginals ??= new Map(
      [...this.#attributes]
        .filter(([, { isIdentity }]) => !isIdentity)
        .map(([name, { size }]) => [name, { bad: new Float64Array(size + 2), total: new Float64Array(size + 2) }]),
    );
    for (const kind of kinds) {
      if (kind === NOT_COUNTED) continue;
      this.#before.total++;
      if (kind === BAD) this.#before.bad++;
    }
    for (const [name, { bad, total }] of this.#marginals) {
      const column = dictionaryColumn(columns, name);
      const places = this.#attributes.get(name)?.placesOf(column) ?? [];
      for (let row = 0; row < kinds.length; row++) {
        const kind = kinds[row];
        if (kind === NOT_COUNTED) continue;
        const place = places[column?.codes[row] ?? 0] ?? 0;
        total[place] = (total[place] ?? 0) + 1;
        if (kind === BAD) bad[place] = (bad[place] ?? 0) + 1;
      }
    }
  }

  get before(): { readonly bad: number; readonly total: number } {
    return this.#before;
  }

  get reference(): Reference {
    return { ...this.#before, attributes: this.#marginals ?? new Map() };
  }

  get table(): EventTable {
    return {
      rows: this.#rows,
      bad: this.#bad.subarray(0, this.#rows),
      attributes: [...this.#attributes]
        .filter(([, attribute]) => !attribute.isIdentity)
        .map(([name, attribute]) => ({ name, values: attribute.values, codes: attribute.codesOf(this.#rows) })),
    };
  }

  *#searched(columns: Columns): Iterable<readonly [string, DictionaryColumn]> {
    const source = columns.fields.get('source');
    if (source !== undefined && !this.#leftOut.has('source')) yield ['source', source];
    // An attribute under the name of a field is out of reach for a guardrail, and would be taken for the field.
    for (const [name, column] of columns.attributes)
      if (!this.#leftOut.has(name) && !fieldNames.has(name)) yield [name, column];
  }

  #attributeOf(name: string): GrowingAttribute | undefined {
    let attribute = this.#attributes.get(name);
    if (attribute === undefined && this.#attributes.size < MOST_ATTRIBUTES)
      this.#attributes.set(name, (attribute = new GrowingAttribute()));
    return attribute;
  }
}

const fieldNames: ReadonlySet<string> = new Set([...dictionaryFields, ...numberFields]);
