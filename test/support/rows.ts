import type { AttributeValue, PaymentEvent } from '../../shared/core/event/event.ts';
import { buildColumns, byTimeAndFingerprint, rowOf } from '../../shared/core/segment/build-columns.ts';
import {
  type Columns,
  contentOf,
  dictionaryFields,
  type NumberField,
  numberFields,
  valueAt,
} from '../../shared/core/segment/columns.ts';
import { fingerprintOf } from '../../shared/core/segment/fingerprint.ts';
import { startOf } from '../../shared/core/units.ts';
import { THIS_MINUTE } from './builders.ts';

/** What a segment tells of an event: everything but its id, of which it keeps a fingerprint. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** The events of this minute as columns, copies and all; ingest itself drops the copies within a batch. */
export const columnsOf = (events: readonly PaymentEvent[]): Columns =>
  buildColumns(THIS_MINUTE, events.map(rowOf).sort(byTimeAndFingerprint));

/** The text by which copies of an event are told from conflicts. */
export const contentTextOf = (event: PaymentEvent): string => contentOf(columnsOf([event]), 0);

export const rowsOf = (columns: Columns): StoredRow[] =>
  Array.from({ length: columns.count }, (_, row) => rowAt(columns, row));

const rowAt = (columns: Columns, row: number): StoredRow => ({
  time: startOf(columns.minute) + (columns.offsetMs[row] ?? Number.NaN),
  fingerprint: { high: columns.fingerprintHigh[row], low: columns.fingerprintLow[row] },
  ...defined(dictionaryFields.map((field) => [field, valueAt(columns.fields.get(field), row)])),
  ...defined(numberFields.map((field) => [field, numberAt(columns, field, row)])),
  attributes: defined([...columns.attributes].map(([name, column]) => [name, valueAt(column, row)])),
});

const numberAt = (columns: Columns, field: NumberField, row: number): number | undefined => {
  const value = columns.numbers.get(field)?.[row];
  return Number.isNaN(value) ? undefined : value;
};

/** The same from the event itself, for comparison. */
export const expectedRow = ({ id, source, ...event }: PaymentEvent): StoredRow => ({
  ...event,
  ...(source === '' ? undefined : { source }),
  fingerprint: fingerprintOf(source, id),
  attributes: defined(Object.entries(event.attributes)),
});

// An object without a prototype: `constructor` may be the name of an attribute.
const defined = (entries: readonly (readonly [string, AttributeValue | undefined])[]): StoredRow =>
  Object.assign(Object.create(null), Object.fromEntries(entries.filter(([, value]) => value !== undefined)));

/** Rows in an order of their own, for comparing sets. */
export const sorted = (rows: readonly StoredRow[]): StoredRow[] =>
  rows
    .map((row) => ({ row, key: JSON.stringify([row['time'], row['fingerprint'], JSON.stringify(row)]) }))
    .sort((left, right) => (left.key < right.key ? -1 : 1))
    .map(({ row }) => row);
