import type { AttributeValue } from '../event/event.ts';
import {
  type CountedColumns,
  type DictionaryColumn,
  dictionaryFields,
  type NumberColumn,
  numberFields,
} from '../segment/columns.ts';
import { type FieldPattern, matchesField, type Pattern } from './pattern.ts';

/** 1 for each row of `among` that matches. A pattern is tried once per distinct value of a column, not once per row. */
export const select = (columns: CountedColumns, pattern: Pattern, among: Uint8Array): Uint8Array => {
  const selected = among.slice();
  for (const field of pattern) {
    if (isOneOf(numberFields, field.field)) leaveNumbers(selected, columns.numbers.get(field.field), field);
    else leaveValues(selected, dictionaryColumn(columns, field.field), field);
  }
  return selected;
};

/** The column of a field of the event, or else of an attribute; undefined where no row has it. */
export const dictionaryColumn = (columns: CountedColumns, field: string): DictionaryColumn | undefined =>
  isOneOf(dictionaryFields, field) ? columns.fields.get(field) : columns.attributes.get(field);

const leaveNumbers = (selected: Uint8Array, numbers: NumberColumn | undefined, pattern: FieldPattern): void => {
  for (let row = 0; row < selected.length; row++)
    if (selected[row] === 1 && !matchesField(pattern, present(numbers?.[row]))) selected[row] = 0;
};

const leaveValues = (selected: Uint8Array, dictionary: DictionaryColumn | undefined, pattern: FieldPattern): void => {
  const whenAbsent = matchesField(pattern, undefined);
  if (dictionary === undefined) {
    if (!whenAbsent) selected.fill(0);
    return;
  }
  const { values, codes } = dictionary;
  const byCode = Uint8Array.from([whenAbsent, ...values.map((value) => matchesField(pattern, value))], Number);
  for (let row = 0; row < selected.length; row++) if (byCode[codes[row] ?? 0] === 0) selected[row] = 0;
};

const present = (value: number | undefined): AttributeValue | undefined =>
  value === undefined || Number.isNaN(value) ? undefined : value;

const isOneOf = <Name extends string>(names: readonly Name[], name: string): name is Name =>
  (names as readonly string[]).includes(name);
