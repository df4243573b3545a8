import type { AttributeValue, PaymentEvent } from '../event/event.ts';
import { type EpochMinute, MS_PER_MINUTE } from '../units.ts';
import { type Columns, type DictionaryColumn, dictionaryFields, numberFields } from './columns.ts';
import { chooseExamples } from './examples.ts';
import { type Fingerprint, fingerprintOf } from './fingerprint.ts';

/** An event with its fingerprint, made once per event. */
export interface Row {
  readonly event: PaymentEvent;
  readonly fingerprint: Fingerprint;
}

export const rowOf = (event: PaymentEvent): Row => ({ event, fingerprint: fingerprintOf(event.source, event.id) });

/** Sorted rows make the same events the same bytes, in whatever order they came: an exact retry overwrites itself. */
export const byTimeAndFingerprint = (left: Row, right: Row): number =>
  left.event.time - right.event.time ||
  left.fingerprint.high - right.fingerprint.high ||
  left.fingerprint.low - right.fingerprint.low;

/** Turns the events of one minute, sorted, into columns. */
export const buildColumns = (minute: EpochMinute, rows: readonly Row[]): Columns => {
  const count = rows.length;
  const startMs = minute * MS_PER_MINUTE;
  const offsetMs = new Uint16Array(count);
  const fingerprintHigh = new Uint32Array(count);
  const fingerprintLow = new Uint32Array(count);
  const fields = new Map(dictionaryFields.map((field) => [field, new DictionaryBuilder(count)]));
  const numbers = new Map(numberFields.map((field) => [field, new Float64Array(count).fill(Number.NaN)]));
  const attributes = new Map<string, DictionaryBuilder>();

  for (const [index, { event, fingerprint }] of rows.entries()) {
    offsetMs[index] = event.time - startMs;
    fingerprintHigh[index] = fingerprint.high;
    fingerprintLow[index] = fingerprint.low;
    for (const [field, builder] of fields) {
      const value = event[field];
      if (value !== undefined && value !== '') builder.set(index, value);
    }
    for (const [field, column] of numbers) {
      const value = event[field];
      if (value !== undefined) column[index] = value;
    }
    for (const name of Object.keys(event.attributes)) {
      let builder = attributes.get(name);
      if (builder === undefined) attributes.set(name, (builder = new DictionaryBuilder(count)));
      const value = event.attributes[name];
      if (value !== undefined) builder.set(index, value);
    }
  }
  return {
    minute,
    count,
    offsetMs,
    fingerprintHigh,
    fingerprintLow,
    fields: new Map(
      [...fields].filter(([, builder]) => builder.used).map(([field, builder]) => [field, builder.build()]),
    ),
    numbers: new Map([...numbers].filter(([, column]) => column.some((value) => !Number.isNaN(value)))),
    attributes: new Map(
      [...attributes]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([name, builder]) => [name, builder.build()]),
    ),
    examples: chooseExamples(rows.map(({ event }) => event)),
  };
};

class DictionaryBuilder {
  readonly #codes: Uint16Array;
  readonly #codeOf = new Map<AttributeValue, number>();

  constructor(count: number) {
    this.#codes = new Uint16Array(count);
  }

  get used(): boolean {
    return this.#codeOf.size > 0;
  }

  set(row: number, value: AttributeValue): void {
    // -0 and 0 are one value to JSON and to a Map, and must be one in the bytes too.
    const key = value === 0 ? 0 : value;
    let code = this.#codeOf.get(key);
    if (code === undefined) this.#codeOf.set(key, (code = this.#codeOf.size + 1));
    this.#codes[row] = code;
  }

  build(): DictionaryColumn {
    const values = [...this.#codeOf.keys()];
    return { values, codes: values.length < 256 ? Uint8Array.from(this.#codes) : this.#codes };
  }
}
