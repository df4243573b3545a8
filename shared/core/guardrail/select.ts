import type { AttributeValue } from '../event/event.ts';
import { type Columns, type DictionaryColumn, dictionaryFields, numberFields } from '../segment/columns.ts';
import { type FieldPattern, matchesField, type Pattern } from './pattern.ts';

/** 1 for each row that matches. A pattern is tried once per distinct value of a column, not once per row. */
export const select = (columns: Columns, pattern: Pattern): Uint8Array => {
  const selected = new Uint8Array(columns.count).fill(1);
  for (const field of pattern) {
    const matches = rowMatcher(columns, field);
    for (let row = 0; row < columns.count; row++) if (selected[row] === 1 && !matches(row)) selected[row] = 0;
  }
  return selected;
};

/** The column of a field of the event, or else of an attribute; undefined where no row has it. */
export const dictionaryColumn = (columns: Columns, field: string): DictionaryColumn | undefined =>
  isOneOf(dictionaryFields, field) ? columns.fields.get(field) : columns.attributes.get(field);

const rowMatcher = (columns: Columns, pattern: FieldPattern): ((row: number) => boolean) => {
  if (isOneOf(numberFields, pattern.field)) {
    const numbers = columns.numbers.get(pattern.field);
    return (row) => matchesField(pattern, present(numbers?.[row]));
  }
  const dictionary = dictionaryColumn(columns, pattern.field);
  const whenAbsent = matchesField(pattern, undefined);
  if (dictionary === undefined) return () => whenAbsent;
  const byCode = [whenAbsent, ...dictionary.values.map((value) => matchesField(pattern, value))];
  return (row) => byCode[dictionary.codes[row] ?? 0] ?? false;
};

const present = (value: number | undefined): AttributeValue | undefined =>
  value === undefined || Number.isNaN(value) ? undefined : value;

const isOneOf = <Name extends string>(names: readonly Name[], name: string): name is Name =>
  (names as readonly string[]).includes(name);
