import type { AttributeValue } from '../event/event.ts';
import type { EpochMinute } from '../units.ts';

/** Values said once and numbered from 1 in order of appearance; code 0 is 'absent'. One code per row. */
export interface DictionaryColumn {
  readonly values: readonly AttributeValue[];
  /** Stored segments have at most two bytes; a minute of many has more values. */
  readonly codes: Uint8Array | Uint16Array | Uint32Array;
}

/** One number per row, NaN where absent. */
export type NumberColumn = Float64Array;

/** What is counted of events, by column. Row i of each column is one event. */
export interface CountedColumns {
  readonly count: number;
  /** The event's own fields of few values, by name; a field that no event has is missing. */
  readonly fields: ReadonlyMap<DictionaryField, DictionaryColumn>;
  readonly numbers: ReadonlyMap<NumberField, NumberColumn>;
  readonly attributes: ReadonlyMap<string, DictionaryColumn>;
}

/** The events of one minute of one batch, sorted by time and fingerprint. */
export interface Columns extends CountedColumns {
  readonly minute: EpochMinute;
  /** Milliseconds since the minute began. */
  readonly offsetMs: Uint16Array;
  readonly fingerprintHigh: Uint32Array;
  readonly fingerprintLow: Uint32Array;
  /** Of a few events the id itself, so that a message can name some; by row. None in segments that older releases wrote. */
  readonly examples: readonly Example[];
}

export interface Example {
  readonly row: number;
  readonly id: string;
}

export const dictionaryFields = ['type', 'source', 'outcome', 'fraud', 'currency'] as const;
export type DictionaryField = (typeof dictionaryFields)[number];

export const numberFields = ['latencyMs', 'amount'] as const;
export type NumberField = (typeof numberFields)[number];

export const valueAt = (column: DictionaryColumn | undefined, row: number): AttributeValue | undefined => {
  const code = column?.codes[row] ?? 0;
  return code === 0 ? undefined : column?.values[code - 1];
};

/**
 * All that an event says besides its identity, as one comparable text. Two copies with the same text are one event sent
 * twice; of two with different texts the smaller one counts, whichever came first or from where.
 */
export const contentOf = (columns: Columns, row: number): string =>
  JSON.stringify([
    columns.offsetMs[row],
    ...dictionaryFields.map((field) => valueAt(columns.fields.get(field), row) ?? null),
    ...numberFields.map((field) => numberOrNull(columns.numbers.get(field)?.[row])),
    [...columns.attributes]
      .flatMap(([name, column]) => {
        const value = valueAt(column, row);
        return value === undefined ? [] : [[name, value] as const];
      })
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  ]);

const numberOrNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;
